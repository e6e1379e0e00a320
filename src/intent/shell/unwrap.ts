/** Programs that run something else, by name, and how each is read. */

import { readActions, readFd } from "./action.ts";
import { codeOrigin, isProcess, isReadFromStdin } from "./interpreter.ts";
import { readOptions } from "./option.ts";
import {
  CODE,
  NOTHING,
  type Run,
  type Stdin,
  scriptOf,
  scriptText,
  stdinRuns,
  textOf,
  type Unwrapped,
  unknownOption,
} from "./run.ts";
import type { Word } from "./syntax.ts";
import { concatTexts, dropHead, headOf } from "./text.ts";
import { readWrapper } from "./wrapped.ts";
import { SHELL_OPTIONS, SHELLS, WRAPPERS } from "./wrapper.ts";

type Reader = (words: readonly Word[], stdin: Stdin) => Unwrapped;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...[...SHELLS].map((name): [string, Reader] => [name, readShell]),
  ["eval", (words) => scriptOf(scriptText(words.slice(skipEnd(words))), "here")],
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
  ["mapfile", readMapfile],
  ["readarray", readMapfile],
  ["coreutils", readCoreutils],
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

function readShell(written: readonly Word[], stdin: Stdin): Unwrapped {
  const words = written.map(withMinus);
  const options = readOptions(words, 1, SHELL_OPTIONS);
  const unclear = options.unknown ?? words.slice(1, options.at).map(textOf).find(isUnclear) ?? null;
  if (unclear !== null) return unknownOption(words, unclear);
  const operand = words[options.at];
  if (options.given.has("version") || options.given.has("help")) return NOTHING;
  if (options.given.has("c")) return operand === undefined ? NOTHING : scriptOf(operand.text, "forked");
  if (operand === undefined || options.given.has("s") || isReadFromStdin(operand)) return stdinRuns(stdin);
  return isProcess(operand) ? { runs: [CODE], doubt: null } : NOTHING;
}

/** `+x` turns an option off, but is read as `-x` is: `+o` has a value, and `+c` a script. */
function withMinus(word: Word): Word {
  return /^\+[a-zA-Z]+$/.test(textOf(word)) ? { ...word, text: `-${textOf(word).slice(1)}` } : word;
}

/** Some shells take the letters behind `-o` as its value, others as further options. */
function isUnclear(option: string): boolean {
  return /^-[a-zA-Z]*[oO][a-zA-Z]/.test(option);
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

/** What an alias stands for counts as if it ran. */
function readAlias(words: readonly Word[]): Unwrapped {
  const runs = words.slice(1).flatMap((word): readonly Run[] => {
    const border = headOf(word.text).indexOf("=") + 1;
    return border === 0 ? [] : [{ kind: "script", text: dropHead(word.text, border), where: "forked" }];
  });
  return { runs, doubt: null };
}

/** The callback of `mapfile -C` is given an index and a line. */
function readMapfile(words: readonly Word[]): Unwrapped {
  const callback = readOptions(words, 1, { flags: "t", valued: "dnOsuCc" }).given.get("C") ?? null;
  return callback === null ? NOTHING : scriptOf(concatTexts(callback, [" ", ""]), "here");
}

/** Subcommands of git that are given commands. */
function readGit(words: readonly Word[]): Unwrapped {
  const at = words.findIndex((word) => /^(?:bisect|submodule|rebase|difftool)$/.test(textOf(word)));
  const next = textOf(words[at + 1]);
  if (at === -1) return NOTHING;
  if (next === "run") return { runs: argvOf(words.slice(at + 2)), doubt: null };
  const each = words.findIndex((word, index) => index > at && textOf(word) === "foreach");
  if (each !== -1) return scriptOf(scriptText(words.slice(skipFlags(words, each + 1))), "elsewhere");
  const { given } = readOptions(words, at + 1, { flags: "*", valued: "x", longValued: "exec" });
  const script = given.get("x") ?? given.get("exec") ?? null;
  return script === null ? NOTHING : scriptOf(script, "forked");
}

/** All of the core utilities in one program: `coreutils --coreutils-prog=rm x`, or `coreutils rm x`. */
function readCoreutils(words: readonly Word[]): Unwrapped {
  const [, first, ...rest] = words;
  if (first === undefined) return NOTHING;
  const option = /^--coreutils-prog(?:-shebang)?=/.exec(headOf(first.text))?.[0] ?? "";
  if (option === "" && textOf(first).startsWith("-")) return NOTHING;
  const program = { ...first, raw: first.raw.slice(option.length), text: dropHead(first.text, option.length) };
  return { runs: argvOf([program, ...rest]), doubt: null };
}

function argvOf(words: readonly Word[]): readonly Run[] {
  return words.length === 0 ? [] : [{ kind: "argv", words, where: "forked" }];
}

function skipFlags(words: readonly Word[], from: number): number {
  let at = from;
  while (textOf(words[at]).startsWith("-")) at += 1;
  return at;
}

/** Behind the program and a `--`. */
function skipEnd(words: readonly Word[]): number {
  return textOf(words[1]) === "--" ? 2 : 1;
}
