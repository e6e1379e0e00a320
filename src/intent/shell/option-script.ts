/** Commands that stand in the options and the environment of another program. */

import type { Text } from "../../kernel/request.ts";
import { beginsLong } from "./doubt.ts";
import { literalWord } from "./draft.ts";
import { isProcess } from "./interpreter.ts";
import { CODE, type Run } from "./run.ts";
import type { Word } from "./syntax.ts";
import { concatTexts, dropHead, headOf, isLiteral, withMark } from "./text.ts";

/** Where one program takes a command from. */
interface Holder {
  /** Short options whose value, in the same word or the next, is a command. */
  readonly short?: string;
  /** Long options of that kind; they may be shortened to their beginning. */
  readonly long?: string;
  /** What stands before a command in the same word. */
  readonly before?: RegExp;
  /** Words whose next word is a command. */
  readonly key?: RegExp;
}

/** Settings of git that hold a command (git-config, "Variables"). */
const GIT_KEY =
  "(?:core\\.(?:sshcommand|pager|editor|fsmonitor|gitproxy|askpass|alternaterefscommand)|alias\\.[^=]+|pager\\.[^=]+|sequence\\.editor|credential\\.(?:[^=]+\\.)?helper|diff\\.(?:external|[^=]+\\.(?:command|textconv))|filter\\.[^=]+\\.(?:clean|smudge|process)|merge\\.[^=]+\\.driver|(?:diff|merge)tool\\.[^=]+\\.cmd|interactive\\.difffilter|gpg\\.(?:[^=]+\\.)?program|uploadpack\\.packobjectshook|trailer\\.[^=]+\\.(?:command|cmd)|(?:tar|hook)\\.[^=]+\\.command|(?:browser|man)\\.[^=]+\\.cmd|imap\\.tunnel)";
const SSH: Holder = { before: /^(?:-o\s*)?(?:proxy|local|knownhosts|remote)command(?:\s*=\s*|\s+)/i, short: "S" };
/** Dot-commands, which may be shortened, that run a command or write into one. */
const SQLITE = /^(?:[\s\S]*\n)?[ \t]*\.(?:sh\w*\s+|sy\w*\s+|(?:o|im|re)\w*\s+['"]?\|)/;
/** Variables whose value some program runs. */
const ENVIRONMENT =
  /^(?:GIT_(?:PAGER|EDITOR|SEQUENCE_EDITOR|SSH_COMMAND|SSH|EXTERNAL_DIFF|ASKPASS|PROXY_COMMAND)|SSH_ASKPASS|SUDO_(?:ASKPASS|EDITOR)|PAGER|MANPAGER|SYSTEMD_PAGER|GH_PAGER|EDITOR|VISUAL|FCEDIT|BROWSER|PROMPT_COMMAND|BASH_ENV|LESSOPEN|LESSCLOSE|RSYNC_RSH|CVS_RSH|SHELL)\+?=\|?/;
const ENVIRONS: Holder = { before: ENVIRONMENT };

const TABLE: ReadonlyMap<string, Holder> = new Map<string, Holder>([
  [
    "git",
    {
      before: new RegExp(`^(?:-c|--config=)?${GIT_KEY}=`, "i"),
      key: new RegExp(`^${GIT_KEY}$`, "i"),
      long: "exec extcmd upload-pack receive-pack open-files-in-pager sendmail-cmd env-filter tree-filter index-filter parent-filter msg-filter commit-filter tag-name-filter",
    },
  ],
  ["ssh", { ...SSH, short: "" }],
  ["scp", SSH],
  ["sftp", SSH],
  [
    "tar",
    {
      short: "IF",
      long: "to-command checkpoint-action use-compress-program rsh-command info-script new-volume-script rmt-command",
    },
  ],
  ["rsync", { short: "e", long: "rsh rsync-path" }],
  ["less", { before: /^\+{1,2}[^!]*!/ }],
  ["man", { short: "PH", long: "pager html" }],
  ["rg", { long: "pre hostname-bin" }],
  ["ag", { long: "pager" }],
  ["bat", { long: "pager" }],
  ["sort", { long: "compress-program" }],
  ["split", { long: "filter" }],
  ["make", { before: /^\.?SHELL[:+?]*=/ }],
  ["bind", { key: /^-x$/ }],
  ["complete", { short: "C" }],
  ["tcpdump", { short: "z" }],
  ["svn", { long: "diff-cmd diff3-cmd editor-cmd" }],
  ["hg", { before: /^(?:--config=)?alias\.[^=]+=(?=!)/ }],
  ["pandoc", { short: "F", long: "filter pdf-engine" }],
  ...["nc", "ncat", "netcat"].map((name): [string, Holder] => [name, { short: "ec", long: "exec sh-exec" }]),
  ["socat", { before: /^(?:exec|system|shell):/i }],
  ["emacsclient", { short: "a", long: "alternate-editor" }],
  ["sqlite3", { before: SQLITE }],
  ["psql", { before: /^[\s\S]*?(?:\\!\s*|\\[ogw]\w*\s*\||\bprogram\s+')/i }],
  ["mysql", { before: /^[\s\S]*?(?:\\!|(?:^|[;\n])[ \t]*system)\s+/i }],
  ["rpm", { before: /^[^%]*%\(/ }],
  ["zip", { long: "unzip-command" }],
  ["go", { before: /^--?(?:exec|toolexec|vettool)=/, key: /^--?(?:exec|toolexec|vettool)$/ }],
  ["java", { before: /^-XX:OnError=|^-XX:OnOutOfMemoryError=/ }],
  ...["env", "sudo", "doas", "export", "declare", "typeset", "readonly", "local"].map((name): [string, Holder] => [
    name,
    ENVIRONS,
  ]),
]);
const NO_RUNS: readonly Run[] = [];
/** Values that do nothing, or only show. */
const PLAIN = /^(?:|:|-|true|false|none|cat|less|more|(?:[\w./-]*\/)?(?:ba|da|k|z|fi)?sh)$/;
/** What some programs expect before the command. */
const PREFACE = /^(?:!|exec=|"[^"]*":\s*)/;
const SIMPLE = /^[\w./][\w./+-]*(?:$|\s)/;
const SYNTAX = /[;&|<>()`$'"\\\n]/;

/** What the options of a command, and the assignments before it, make some program run. */
export function optionRuns(name: string | null, words: readonly Word[], assignments: readonly Word[]): readonly Run[] {
  const holder = name === null ? undefined : TABLE.get(name);
  if (holder === undefined && assignments.length === 0) return NO_RUNS;
  const values = [
    ...assignments.flatMap((word) => valueBehind(word, ENVIRONMENT)),
    ...(holder === undefined ? [] : words.slice(1).flatMap((word, at) => valuesAt(holder, word, words[at + 2]))),
  ];
  return values.flatMap(valueRuns);
}

/** A value, the word that it stands in, and the literal start of the word that says what it is for. */
interface Value {
  readonly text: Text;
  readonly word: Word;
  readonly key: string;
}

function valuesAt(holder: Holder, word: Word, next: Word | undefined): readonly Value[] {
  const head = headOf(word.text);
  const follows = (): readonly Value[] => (next === undefined ? [] : [{ text: next.text, word: next, key: head }]);
  if (holder.key?.test(head)) return follows();
  if (head.startsWith("--")) {
    const border = head.indexOf("=");
    if (holder.long !== undefined && beginsLong(head, holder.long))
      return border === -1 ? follows() : [{ text: dropHead(word.text, border + 1), word, key: head }];
  } else if (head.startsWith("-") && holder.short !== undefined) {
    const at = [...head].findIndex((letter, index) => index > 0 && holder.short?.includes(letter));
    if (at !== -1 && /^-[a-zA-Z]+$/.test(head.slice(0, at + 1)))
      return at + 1 === head.length && isLiteral(word.text)
        ? follows()
        : [{ text: dropHead(word.text, at + 1), word, key: head }];
  }
  return holder.before === undefined ? [] : valueBehind(word, holder.before);
}

function valueBehind(word: Word, before: RegExp): readonly Value[] {
  const key = before.exec(headOf(word.text))?.[0];
  return key === undefined ? [] : [{ text: dropHead(word.text, key.length), word, key }];
}

/** An alias of git without `!` is a subcommand with its options. */
function valueRuns({ text, word, key }: Value): readonly Run[] {
  if (isProcess(word)) return [CODE];
  const preface = PREFACE.exec(headOf(text))?.[0] ?? "";
  const isAlias = preface === "" && /^(?:-c|--config=)?alias\./i.test(key);
  const script = isAlias ? concatTexts("git ", text) : dropHead(text, preface.length);
  if (isLiteral(script)) return PLAIN.test(script) ? [] : [{ kind: "script", text: script, where: "forked" }];
  const isSimple = SIMPLE.test(headOf(script)) && !script.some((piece) => SYNTAX.test(piece));
  return isSimple ? [{ kind: "argv", words: wordsOf(script), where: "forked" }] : [CODE];
}

/** A command with values that only run time knows, as in `rsync -e "ssh -p $PORT"`. */
function wordsOf(text: Text): readonly Word[] {
  const parts = withMark(text, "\0").split(/\s+/);
  return parts.map((part) => ({ ...literalWord(part), ...(part.includes("\0") ? { text: part.split("\0") } : {}) }));
}
