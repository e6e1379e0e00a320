/** Options and operands that name a program, or change what a program does, so that no allow may rely on the words. */

import { subcommandOf } from "./subcommand.ts";
import type { Word } from "./syntax.ts";
import { isLiteral } from "./text.ts";

interface Doubtful {
  /** Any word. */
  readonly words?: RegExp;
  /** Any word, lower-cased. */
  readonly folded?: RegExp;
  /** Words before the subcommand. */
  readonly global?: RegExp;
  /** The subcommand. */
  readonly first?: RegExp;
  /** Long options, which may be shortened to their beginning. */
  readonly long?: string;
  /** Words behind one subcommand. */
  readonly behind?: Readonly<Record<string, RegExp>>;
}

const SSH: Doubtful = {
  words:
    /proxycommand|localcommand|knownhostscommand|remotecommand|proxyjump|provider|^-[FJ]|^-o?include|askpass|xauthlocation|^-S/i,
};
const SEARCH: Doubtful = { words: /^(?:-x|-X|--pre|--pager|--hostname-bin|--exec|--exec-batch)(?:=|$)/ };
const PIP: Doubtful = { long: "python" };
const AWK: Doubtful = { words: /^-[liE]/, long: "load include exec" };
const APT: Doubtful = { words: /^-[oc]|^--(?:option|config-file)|invoke/i };

const GIT_RUNNERS = /^(?:filter-branch|difftool|mergetool|instaweb|bisect|daemon|send-email|web--browse|credential)$/;
/** Configuration that names programs, for `git config` and `git clone -c`. */
const GIT_KEYS =
  /^(?:-c|--config=)?(?:core\.(?:sshcommand|pager|editor|fsmonitor|hookspath|gitproxy|askpass|worktree)|alias\.|pager\.|diff\.|filter\.|merge\.|credential\.|include|gpg\.|sequence\.editor|url\.|protocol\.|remote\..|uploadpack\.|submodule\..|mergetool\.|difftool\.|browser\.|man\.|init\.templatedir).*/;

const TABLE: ReadonlyMap<string, Doubtful> = new Map<string, Doubtful>([
  [
    "git",
    {
      global: /^-c|^-p$|^[/~]|(?:^|\/)\.\.(?:\/|$)/,
      behind: { archive: /^-o/, "format-patch": /^-o/, clone: /^-u/ },
      words: /^-O|(?:^|=)(?:ext|fd)::/,
      first: GIT_RUNNERS,
      folded: GIT_KEYS,
      long: "config-env exec-path upload-pack receive-pack ext-diff textconv output output-directory exec extcmd open-files-in-pager git-dir work-tree template show-signature paginate tool separate-git-dir",
    },
  ],
  ["ssh", SSH],
  ["scp", SSH],
  ["sftp", SSH],
  [
    "tar",
    {
      words: /^-?[A-Za-z]*[IF]/,
      long: "to-command checkpoint-action use-compress-program rsh-command info-script new-volume-script rmt-command",
    },
  ],
  ["rsync", { words: /^-[A-Za-z]*e/, long: "rsh rsync-path daemon config" }],
  ["find", { words: /^-(?:exec|execdir|ok|okdir|delete|fprint.*|fls)$/ }],
  ["fd", SEARCH],
  ["rg", SEARCH],
  ["ag", SEARCH],
  ["bat", { long: "pager" }],
  ["sort", { words: /^-[bdfghiMnRrsuVcCmz]*o/, long: "compress-program files0-from output" }],
  ["split", { long: "filter" }],
  ["man", { words: /^-[A-Za-z]*[PH]/, long: "pager html" }],
  ["less", { words: /^\+|^-[kOo]/, long: "lesskey-file log-file LOG-FILE" }],
  ["vim", { words: /^\+|^-[cSuU]/, long: "cmd" }],
  ["vi", { words: /^\+|^-[cSuU]/, long: "cmd" }],
  ["nvim", { words: /^\+|^-[cSuUl]/, long: "cmd" }],
  ["ed", { words: /^!/ }],
  ["zip", { words: /^-[A-Za-z]*T/, long: "unzip-command" }],
  ["curl", { words: /^-[A-Za-z]*K/, long: "config engine" }],
  ["wget", { words: /^-e/, long: "execute use-askpass config" }],
  [
    "node",
    { words: /^-r/, long: "require import loader experimental-loader test-reporter openssl-config env-file run" },
  ],
  ["npm", { words: /^-C/, long: "script-shell node-options prefix globalconfig userconfig" }],
  [
    "make",
    {
      words: /^-E|^(?:\.?SHELL(?:FLAGS)?|MAKEFLAGS|MAKEFILES|CC|CXX|AR|LD|PATH|BASH_ENV|ENV|LD_\w+)[:+?]*=/,
      long: "eval",
    },
  ],
  ["pip", PIP],
  ["pip3", PIP],
  ["awk", AWK],
  ["gawk", AWK],
  ["go", { words: /^--?(?:exec|toolexec|overlay|vettool)(?:=|$)/ }],
  ["cargo", { long: "config" }],
  ["gcc", { words: /^(?:-wrapper|-fplugin.*|-B.*|-specs.*)$/ }],
  ["java", { words: /^-(?:javaagent|agentlib|agentpath|XX:OnError|XX:OnOutOfMemoryError)/ }],
  ["dpkg", APT],
  ["apt", APT],
  ["apt-get", APT],
  ["tcpdump", { words: /^-[A-Za-z]*z/ }],
  ["sqlite3", { words: /^[.]|^-cmd$|^--cmd$|load_extension|writefile|edit\(/i }],
  ["psql", { words: /\\!|\\o|\bprogram\b/i }],
  ["mysql", { words: /system|\\!/i, long: "pager" }],
  ["cpio", { long: "rsh-command to-stdout" }],
  ["mapfile", { words: /^-C/ }],
  ["readarray", { words: /^-C/ }],
  ["complete", { words: /^-C/ }],
  ["bind", { words: /^-x/ }],
  ["hash", { words: /^-p/ }],
  ["enable", { words: /^-f/ }],
  ["bash", { long: "rcfile init-file" }],
  ["systemd-run", { words: /./ }],
  ["crontab", { words: /./ }],
  ["at", { words: /./ }],
]);

/** Why no allow may rely on the words of this command, or null. */
export function doubtOf(program: string, words: readonly Word[]): string | null {
  const row = TABLE.get(program);
  if (row === undefined) return null;
  const texts = words.map((word) => (isLiteral(word.text) ? word.text : (word.text[0] ?? "")));
  const border = subcommandIndex(program, words);
  const behind =
    row.behind !== undefined && Object.hasOwn(row.behind, texts[border] ?? "")
      ? row.behind[texts[border] ?? ""]
      : undefined;
  const found = texts.findIndex(
    (text, index) => index > 0 && (isDoubtful(text, row, index - border) || (index > border && behind?.test(text))),
  );
  return found === -1 ? null : `\`${program}\` with \`${words[found]?.raw ?? ""}\` may run or write something else`;
}

/** `place` is negative before the subcommand and 0 at it. */
function isDoubtful(text: string, row: Doubtful, place: number): boolean {
  if (text.startsWith("--") && row.long !== undefined && beginsLong(text, row.long)) return true;
  if (place < 0 && row.global?.test(text)) return true;
  if (place === 0 && row.first?.test(text)) return true;
  return (row.words?.test(text) ?? false) || (row.folded?.test(text.toLowerCase()) ?? false);
}

function subcommandIndex(program: string, words: readonly Word[]): number {
  const rest = words.slice(1).map((word) => word.text);
  return words.length - 1 - (subcommandOf(program, rest)?.rest.length ?? -1);
}

/** True when `--NAME` or `--NAME=VALUE` is one of the long options, or may be short for one. */
export function beginsLong(text: string, long: string): boolean {
  const name = text.slice(2).split("=")[0] ?? "";
  return name.length > 1 && long.split(" ").some((one) => one.startsWith(name));
}

/** Controls but tab and newline, soft hyphen, bidi marks, zero-width characters, line separators, tags. */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|\u034f|\u200d|\udb40/;

/** Why no allow may rely on a line with these characters, or null. */
export function hiddenCharacter(text: string): string | null {
  const found = HIDDEN.exec(text);
  if (found === null) return null;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return `a control or invisible character (U+${code}) at ${found.index}`;
}
