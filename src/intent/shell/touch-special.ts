/** Files that a command touches in ways that no row of operands tells. */

import type { Touch } from "./analysis.ts";
import { literalWord } from "./draft.ts";
import { gainsPrograms, isProgramKey } from "./git-key.ts";
import { rowOf } from "./program.ts";
import { knownName } from "./program-name.ts";
import { subcommandOf } from "./subcommand.ts";
import type { Word } from "./syntax.ts";
import { headOf, isLiteral } from "./text.ts";
import type { Operand } from "./touch.ts";

type Further = (words: readonly Word[]) => readonly (readonly [path: Touch["path"], use: Touch["use"]])[];

const READERS: ReadonlyMap<string, Further> = new Map<string, Further>([
  ["git", ofGit],
  ["find", ofFind],
  ["curl", ofCurl],
  ["rsync", (words) => (has(words, /^--del/) ? ofLast(words, "move") : ofKeys(words))],
  ["cp", (words) => (has(words, /^-[a-zA-Z]*[rRa]|^--(?:recursive|archive)/) ? ofKeys(words) : [])],
  ["scp", ofKeys],
  ...["grep", "egrep", "fgrep", "diff"].map((name): [string, Further] => [
    name,
    (words) => (has(words, /^-[a-zA-Z]*[rR]|^--(?:dereference-)?recursive/) ? ofKeys(words.slice(1)) : []),
  ]),
  ...["rg", "ag", "ack"].map((name): [string, Further] => [name, (words) => ofKeys(words.slice(1))]),
  ...["gunzip", "unxz", "bunzip2", "unzstd", "gzip", "xz", "bzip2", "zstd"].map((name): [string, Further] => [
    name,
    (words) =>
      name.startsWith("un") || name.includes("unz") || has(words, /^-[a-zA-Z]*d|^--de|^--unc/) ? ofUnpacked(words) : [],
  ]),
]);

/** Besides the operands: what the words say in another way. */
export function furtherTouches(program: string, words: readonly Word[]): readonly Operand[] {
  const reader = READERS.get(program);
  return reader === undefined ? [] : reader(words).map(([path, use]) => ({ path, use, index: 0 }));
}

function has(words: readonly Word[], option: RegExp): boolean {
  return words.some((word, index) => index > 0 && option.test(headOf(word.text)));
}

function operands(words: readonly Word[]): readonly string[] {
  return words.slice(1).flatMap(({ text }) => (isLiteral(text) && !text.startsWith("-") ? [text] : []));
}

/** What a directory holds is read with it; of Writ's own, that is its keys. */
function ofKeys(words: readonly Word[]): ReturnType<Further> {
  return operands(words)
    .filter((path) => !/[^./][.][^./]+$/.test(path))
    .map((path) => [`${path}/keys`, "read"]);
}

function ofLast(words: readonly Word[], use: Touch["use"]): ReturnType<Further> {
  return operands(words)
    .slice(-1)
    .map((path) => [path, use]);
}

function ofUnpacked(words: readonly Word[]): ReturnType<Further> {
  return operands(words).map((path) => [path.replace(/\.[^./]+$/, ""), "write"]);
}

/** `-d @FILE`, `-F name=@FILE`; and an URL of a file. */
function ofCurl(words: readonly Word[]): ReturnType<Further> {
  return words.slice(1).flatMap(({ text }): ReturnType<Further> => {
    const literal = headOf(text);
    const file = /^(?:--?[\w-]+=?)?(?:[^@]*=)?[@<]([^;]+)/.exec(literal)?.[1];
    if (file !== undefined) return [[file, "read"]];
    return /^file:/i.test(literal) ? [[isLiteral(text) ? text : ["", ...text.slice(1)], "read"]] : [];
  });
}

const CONFIG_READS = /^--?(?:get|list|l$|show|name-only)/;
/** Not the repository's own file. */
const CONFIG_ELSEWHERE = /^--(?:global|system)$|^-f|^--file/;
const WHOSE = /^--(?:local|worktree|global|system)$/;

/** True for a `git config` that is to make the repository run a program, or that opens its file. */
function setsProgram(rest: readonly string[]): boolean {
  const end = rest.indexOf("--");
  const options = end === -1 ? rest : rest.slice(0, end);
  const has = (option: RegExp): boolean => options.some((text) => option.test(text));
  const verb = options.find((text) => !WHOSE.test(text)) ?? "";
  if (/^(?:get|list)$/.test(verb) || has(CONFIG_READS) || has(CONFIG_ELSEWHERE)) return false;
  if (has(/^--remove-s/) || verb === "remove-section") return false;
  const [from = "", to = ""] = rest.filter((text) => !text.startsWith("-")).slice(-2);
  if (has(/^--ren/) || verb === "rename-section") return gainsPrograms(from, to);
  return has(/^(?:-e|--ed.*|edit)$/) || (rest.some(isProgramKey) && rest.length > 1);
}

function ofGit(words: readonly Word[]): ReturnType<Further> {
  const sub = subcommandOf(
    "git",
    words.slice(1).map((word) => word.text),
  );
  const rest = (sub?.rest ?? []).map((text) => (isLiteral(text) ? text : (text[0] ?? "")));
  const paths = rest.filter((text) => !text.startsWith("-"));
  if (sub?.name === "config") return setsProgram(rest) ? [[".git/config", "write"]] : [];
  const isIgnored =
    rest.some((text) => /^-[a-zA-Z]*[xX]/.test(text)) && !rest.some((text) => /^-[a-zA-Z]*n|^--dry-run/.test(text));
  if (sub?.name === "clean" && isIgnored && paths.length === 0) return [[".", "move"]];
  const isUntracked = rest.some((text) => /^-[a-zA-Z]*[ua]|^--(?:include-untracked|all)$/.test(text));
  const isStash = sub?.name === "stash" && (paths.length === 0 || (paths[0] === "push" && paths.length === 1));
  return isStash && isUntracked ? [[".", "move"]] : [];
}

const NAME_TESTS = /^-(?:i?name|i?path|i?wholename)$/;

/** `find … -delete` and `-exec rm {}`: the names it looks for are as good as patterns of a shell. */
function ofFind(words: readonly Word[]): ReturnType<Further> {
  const at = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/.test(headOf(word.text)));
  const run = at === -1 ? [] : words.slice(at + 1);
  const row = has(words, /^-delete$/) ? { use: "move" as const } : rowOf(knownName(run[0]), run);
  if (row === null) return [];
  const { use } = row;
  if (use !== "move" && use !== "write") return ofKeys(["", ...rootsOf(words)].map(literalWord));
  return foundBy(words).map((path) => [use === "write" && !/[*?[]/.test(path) ? `${path}/*` : path, use]);
}

function rootsOf(words: readonly Word[]): readonly string[] {
  const texts = words.slice(1).map((word) => (isLiteral(word.text) ? word.text : ""));
  const border = texts.findIndex((text) => /^[-(!]/.test(text) && !/^-[HLPDO]/.test(text));
  const starts = texts.slice(0, border === -1 ? texts.length : border).filter((text) => !text.startsWith("-"));
  return starts.length === 0 ? ["."] : starts;
}

/** Patterns for all that find can find: its starting points, or the names it looks for below them. */
function foundBy(words: readonly Word[]): readonly string[] {
  const all = words.slice(1).map((word) => (isLiteral(word.text) ? word.text : ""));
  const end = all.findIndex((text) => /^-(?:exec|execdir|ok|okdir)$/.test(text));
  const texts = end === -1 ? all : all.slice(0, end);
  const roots = rootsOf(words);
  const names = texts.flatMap((text, at) =>
    NAME_TESTS.test(text) && !isNegated(texts, at) ? [texts[at + 1] ?? ""] : [],
  );
  if (texts.includes("-empty") && !texts.includes("-o")) return [];
  const alternatives = texts.filter((text) => text === "-o" || text === "-or").length;
  if (names.length <= alternatives || names.some((name) => /^(?:\.?\/)?[*?.]*$/.test(name))) return roots;
  return roots.flatMap((root) =>
    names.map((name) => (/^[./]/.test(name) && name.includes("/") ? name : `${root}/${name}`)),
  );
}

function isNegated(texts: readonly string[], at: number): boolean {
  return texts[at - 1] === "!" || texts[at - 1] === "-not";
}
