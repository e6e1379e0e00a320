/** What a command runs besides itself: wrapped commands, scripts, and code that cannot be read here. */

import type { Text } from "../../kernel/request.ts";
import { codeOrigin, isProcess, isReadFromStdin } from "./interpreter.ts";
import { readOptions } from "./option.ts";
import type { Word } from "./syntax.ts";
import { dropHead, headOf, isLiteral, joinWords } from "./text.ts";
import { SHELL_OPTIONS, SHELLS, WRAPPERS, type Wrapper } from "./wrapper.ts";

/** What a command finds on its standard input. */
export type Stdin =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "file" }
  | { readonly kind: "unknown" };

export type Run =
  | { readonly kind: "argv"; readonly words: readonly Word[]; readonly where: Where }
  | { readonly kind: "script"; readonly text: Text; readonly where: Where }
  /** Code that is not the shell's, or is known at run time only. */
  | { readonly kind: "code" };

/** In this shell, in a process of its own, or in a directory that is not known. */
export type Where = "here" | "forked" | "elsewhere";

export interface Unwrapped {
  readonly runs: readonly Run[];
  /** Why the wrapper could not be read for certain, or null. */
  readonly doubt: string | null;
}

type Reader = (words: readonly Word[], stdin: Stdin) => Unwrapped;

const NOTHING: Unwrapped = { runs: [], doubt: null };
const CODE: Run = { kind: "code" };

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[...SHELLS].map((name): [string, Reader] => [name, readShell]),
  ["eval", (words) => scriptOf(joined(words, skipEnd(words)), "here")],
  ["trap", readTrap],
  ["source", readSource],
  [".", readSource],
  ["find", (words) => readActions(words, /^-(?:exec|execdir|ok|okdir)$/)],
  ["fd", readFd],
  ["fdfind", readFd],
  ["alias", readAlias],
  ["at", (_words, stdin) => stdinRuns(stdin)],
  ["batch", (_words, stdin) => stdinRuns(stdin)],
  ["git", readGit],
]);

/** Looks the program up and reads what its words make it run. */
export function unwrap(name: string | null, words: readonly Word[], stdin: Stdin): Unwrapped {
  if (name === null) return NOTHING;
  const reader = READERS.get(name);
  if (reader !== undefined) return reader(words, stdin);
  const wrapper = WRAPPERS.get(name);
  if (wrapper !== undefined) return readWrapper(words, wrapper, stdin);
  const origin = codeOrigin(name, words);
  const runsCode = origin === "inline" || (origin === "stdin" && stdin.kind !== "file");
  return runsCode ? { runs: [CODE], doubt: null } : NOTHING;
}

/** True when the program is in one of the tables here. */
export function isKnownRunner(name: string): boolean {
  return READERS.has(name) || WRAPPERS.has(name) || codeOrigin(name, []) !== null;
}

function readWrapper(words: readonly Word[], wrapper: Wrapper, stdin: Stdin): Unwrapped {
  const options = readOptions(words, 1, wrapper);
  if (options.unknown !== null) return unknownOption(words, options.unknown);
  const given = new Map(options.given);
  if (hasAny(given, wrapper.quiet)) return NOTHING;
  let at = options.at;
  if (wrapper.assignments && textOf(words[at]) === "-") at += 1;
  for (
    let operands = hasAny(given, wrapper.direct) ? 0 : (wrapper.operands ?? 0);
    operands > 0 && at < words.length;
    operands -= 1
  ) {
    at += 1;
    if (wrapper.script === undefined && wrapper.rest !== "joined") continue;
    const more = readOptions(words, at, wrapper);
    if (more.unknown !== null) break;
    for (const [name, value] of more.given) given.set(name, value);
    at = more.at;
  }
  if (wrapper.assignments) at = skipAssignments(words, at);
  const where = isElsewhere(wrapper, given) ? "elsewhere" : "forked";
  const runs = [...scriptOptions(wrapper, given, where), ...restRuns(words.slice(at), { wrapper, given, where })];
  if (runs.length > 0 || wrapper.shell === undefined) return { runs, doubt: null };
  return stdinRuns(stdin);
}

function unknownOption(words: readonly Word[], option: string): Unwrapped {
  return { runs: [CODE], doubt: `\`${words[0]?.raw ?? ""}\` with the unknown option \`${option}\`` };
}

function hasAny(given: ReadonlyMap<string, unknown>, names: string | undefined): boolean {
  return names?.split(" ").some((name) => given.has(name)) ?? false;
}

function isElsewhere(wrapper: Wrapper, given: ReadonlyMap<string, unknown>): boolean {
  return wrapper.elsewhere === "always" || hasAny(given, wrapper.elsewhere);
}

function skipAssignments(words: readonly Word[], from: number): number {
  let at = from;
  while (/^[^=/]+=/.test(textOf(words[at]))) at += 1;
  return at;
}

function scriptOptions(wrapper: Wrapper, given: ReadonlyMap<string, Text | null>, where: Where): readonly Run[] {
  const names = wrapper.script?.split(" ") ?? [];
  return names.flatMap((name): readonly Run[] => {
    const text = given.get(name) ?? null;
    return text === null ? [] : [{ kind: "script", text, where }];
  });
}

interface Rest {
  readonly wrapper: Wrapper;
  readonly given: ReadonlyMap<string, Text | null>;
  readonly where: Where;
}

function restRuns(words: readonly Word[], { wrapper, given, where }: Rest): readonly Run[] {
  if (words.length === 0) return [];
  const filled = wrapper.appends === undefined ? words : withAppended(words, wrapper.appends, given);
  if (wrapper.rest === "joined") return [{ kind: "script", text: joinWords(textsOf(filled)), where }];
  if (wrapper.rest === "each") return words.map((word) => ({ kind: "script", text: word.text, where }));
  return [{ kind: "argv", words: filled, where }];
}

function textsOf(words: readonly Word[]): readonly Text[] {
  return words.map((word) => word.text);
}

/** xargs and its kin: run-time words at the end, or in the place of the given text. */
function withAppended(words: readonly Word[], names: string, given: ReadonlyMap<string, Text | null>): readonly Word[] {
  const name = names.split(" ").find((one) => given.has(one));
  const place = name === undefined ? null : (given.get(name) ?? "{}");
  if (place === null) return [...words, runtimeWord("{}")];
  return isLiteral(place) && place !== "" ? words.map((word) => withHoles(word, place)) : [...words, runtimeWord("{}")];
}

/** A word that only run time fills; restrictions may read it as written. */
function runtimeWord(raw: string): Word {
  return withHoles(
    {
      raw,
      text: raw,
      stand: null,
      glob: false,
      braces: false,
      splits: true,
      quoted: false,
      continued: false,
      inner: [],
    },
    raw,
  );
}

function withHoles(word: Word, place: string): Word {
  if (!isLiteral(word.text) || !word.text.includes(place)) return word;
  return { ...word, text: word.text.split(place), stand: word.text };
}

/** `find … -exec COMMAND ;` and its kin, as often as they stand there. */
function readActions(words: readonly Word[], option: RegExp): Unwrapped {
  const runs: Run[] = [];
  for (let at = 1; at < words.length; at += 1) {
    if (!option.test(textOf(words[at]))) continue;
    const start = at + 1;
    while (at < words.length && !isActionEnd(words, at)) at += 1;
    const command = words.slice(start, at).map((word) => withHoles(word, "{}"));
    if (command.length > 0) runs.push({ kind: "argv", words: command, where: "forked" });
  }
  return { runs, doubt: null };
}

/** fd puts the path behind a command that does not say where it belongs. */
function readFd(words: readonly Word[]): Unwrapped {
  const { runs, doubt } = readActions(words, /^(?:-x|-X|--exec|--exec-batch)$/);
  const filled = runs.map((run): Run => {
    const isFilled = run.kind !== "argv" || run.words.some((word) => word.raw.includes("{"));
    return isFilled ? run : { ...run, words: [...run.words, runtimeWord("{}")] };
  });
  return { runs: filled, doubt };
}

/** What an alias stands for counts as if it ran. */
function readAlias(words: readonly Word[]): Unwrapped {
  const runs = words.slice(1).flatMap((word): readonly Run[] => {
    const border = headOf(word.text).indexOf("=") + 1;
    return border === 0 ? [] : [{ kind: "script", text: dropHead(word.text, border), where: "forked" }];
  });
  return { runs, doubt: null };
}

function isActionEnd(words: readonly Word[], at: number): boolean {
  const text = textOf(words[at]);
  return text === ";" || (text === "+" && textOf(words[at - 1]) === "{}");
}

function readShell(words: readonly Word[], stdin: Stdin): Unwrapped {
  const options = readOptions(words.filter(isNoPlusOption), 1, SHELL_OPTIONS);
  if (options.unknown !== null) return unknownOption(words, options.unknown);
  const operand = words.filter(isNoPlusOption)[options.at];
  if (options.given.has("version") || options.given.has("help")) return NOTHING;
  if (options.given.has("c")) return operand === undefined ? NOTHING : scriptOf(operand.text, "forked");
  if (operand === undefined || options.given.has("s") || isReadFromStdin(operand)) return stdinRuns(stdin);
  return isProcess(operand) ? { runs: [CODE], doubt: null } : NOTHING;
}

/** `+x` turns an option off and may stand between others. */
function isNoPlusOption(word: Word): boolean {
  return !/^\+[a-zA-Z]+$/.test(textOf(word));
}

function stdinRuns(stdin: Stdin): Unwrapped {
  if (stdin.kind === "file") return NOTHING;
  return stdin.kind === "text" ? scriptOf(stdin.text, "forked") : { runs: [CODE], doubt: null };
}

function scriptOf(text: Text, where: Where): Unwrapped {
  return { runs: [{ kind: "script", text, where }], doubt: null };
}

function readTrap(words: readonly Word[]): Unwrapped {
  const at = skipEnd(words);
  const text = words[at]?.text ?? "";
  const isScript = text !== "" && text !== "-" && !/^-[lp]/.test(textOf(words[at])) && words.length > at + 1;
  return isScript ? scriptOf(text, "here") : NOTHING;
}

function readSource(words: readonly Word[], stdin: Stdin): Unwrapped {
  const file = words[skipEnd(words)];
  if (file === undefined) return NOTHING;
  if (isReadFromStdin(file)) return stdinRuns(stdin);
  return isProcess(file) ? { runs: [CODE], doubt: null } : NOTHING;
}

/** Subcommands of git that are given commands. */
function readGit(words: readonly Word[]): Unwrapped {
  const at = words.findIndex((word) => /^(?:bisect|submodule|rebase)$/.test(textOf(word)));
  const next = textOf(words[at + 1]);
  if (at === -1) return NOTHING;
  if (next === "run") return { runs: restRuns(words.slice(at + 2), GIT_RUN), doubt: null };
  const each = words.findIndex((word, index) => index > at && textOf(word) === "foreach");
  if (each !== -1) return scriptOf(joined(words, skipFlags(words, each + 1)), "elsewhere");
  const { given } = readOptions(words, at + 1, { flags: "*", valued: "x", longValued: "exec" });
  const script = given.get("x") ?? given.get("exec") ?? null;
  return script === null ? NOTHING : scriptOf(script, "forked");
}

const GIT_RUN: Rest = { wrapper: {}, given: new Map(), where: "forked" };

function skipFlags(words: readonly Word[], from: number): number {
  let at = from;
  while (textOf(words[at]).startsWith("-")) at += 1;
  return at;
}

/** Behind the program and a `--`. */
function skipEnd(words: readonly Word[]): number {
  return textOf(words[1]) === "--" ? 2 : 1;
}

function joined(words: readonly Word[], from: number): Text {
  return joinWords(textsOf(words.slice(from)));
}

function textOf(word: Word | undefined): string {
  const text = word?.text ?? "";
  return isLiteral(text) ? text : HOLE_MARK;
}

/** No table has this text. */
const HOLE_MARK = "\u0000";
