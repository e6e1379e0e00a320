/** Programs that read code of a language which is not the shell's: one row each. */

import type { Text } from "../../kernel/request.ts";
import { awkRuns } from "./awk-program.ts";
import { type OptionRow, readOptions } from "./option.ts";
import { sedRuns } from "./sed-script.ts";
import type { Word } from "./syntax.ts";
import { dropHead, headOf, isLiteral, withMark } from "./text.ts";

interface Interpreter extends OptionRow {
  /** Options that bring code. */
  readonly code: string;
  /** Options with which no code is read from the standard input. */
  readonly named?: string;
}

const PYTHON: Interpreter = {
  flags: "*",
  valued: "cmWXQ",
  long: "version help",
  code: "c",
  named: "m V h version help",
};
const NODE: Interpreter = {
  flags: "*",
  valued: "eprC",
  longValued: "eval print require import loader experimental-loader conditions env-file",
  long: "test check watch version help inspect trace-warnings no-warnings enable-source-maps",
  code: "e p eval print",
  named: "c v h test check version help",
};
const ONE_LINER: Interpreter = {
  flags: "*",
  valued: "eEIMrCFx",
  long: "version help",
  code: "e E",
  named: "v V h version help",
};

const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  python: PYTHON,
  pypy: PYTHON,
  node: NODE,
  nodejs: NODE,
  bun: { ...NODE, named: "v h" },
  perl: { ...ONE_LINER, valued: "eEIMmCFx" },
  ruby: { ...ONE_LINER, valued: "eIrCEFx", code: "e" },
  lua: { flags: "*", valued: "el", code: "e", named: "v" },
  luajit: { flags: "*", valued: "ejlO", code: "e", named: "v" },
  php: {
    flags: "*",
    valued: "rBREFcdzStf",
    longValued: "run process-code process-begin process-end file ini",
    code: "r B R E run process-code process-begin process-end",
    named: "v i m h f S F file",
  },
  julia: {
    flags: "*",
    valued: "eEpLJtC",
    longValued: "eval print project",
    code: "e E eval print",
    named: "v h version",
  },
  rscript: { flags: "*", valued: "eg", code: "e", named: "version" },
  osascript: { flags: "*", valued: "els", code: "e" },
  elixir: { flags: "*", valued: "er", longValued: "eval rpc-eval", code: "e eval rpc-eval", named: "v version" },
  groovy: { flags: "*", valued: "ec", code: "e", named: "v version" },
  fish: { flags: "*", valued: "cC", longValued: "command init-command", code: "c C command init-command", named: "v" },
  csh: { flags: "*", valued: "c", code: "c" },
  tcsh: { flags: "*", valued: "c", code: "c" },
  nu: { flags: "*", valued: "c", longValued: "commands", code: "c commands", named: "v" },
  pwsh: { flags: "*", valued: "", code: "c C e E" },
  powershell: { flags: "*", valued: "", code: "c C e E" },
  tclsh: { flags: "*", code: "" },
  expect: { flags: "*", valued: "cf", code: "c", named: "v f" },
  emacs: {
    flags: "*",
    longValued: "eval execute load",
    long: "batch no-init-file script",
    code: "eval execute",
    named: "q Q",
  },
  gdb: {
    flags: "*",
    valued: "",
    longValued: "ex eval-command command args",
    code: "ex eval-command e",
    named: "h v version",
  },
};
const VERSIONED = /^(python|pypy|lua|php|ruby|perl|node|tclsh)[\d.]+$/;
const AWK: ReadonlySet<string> = new Set("awk gawk mawk nawk".split(" "));

const EDITORS: ReadonlySet<string> = new Set("vim vi nvim ex view".split(" "));
const EDITOR_RUNS = /!|system|term|luado|python|^\+?:?(?:w|wq|x|sav|up|r|so|e|norm|call|exe)\b/;

/** Where the code of an interpreter comes from: its own words, its standard input, a named file; null for other programs. */
export function codeOrigin(program: string, words: readonly Word[]): "inline" | "stdin" | "named" | null {
  const name = VERSIONED.exec(program)?.[1] ?? program;
  if (AWK.has(name)) return awkCode(words);
  if (name === "sed" || name === "gsed") return sedCode(words);
  if (EDITORS.has(name)) return anyMatches(words, EDITOR_RUNS) ? "inline" : null;
  if (name === "make" || name === "gmake") return words.some(isMadeAtRunTime) ? "inline" : null;
  if (name === "crontab") return words.some(({ text }) => text === "-l" || text === "-r") ? "named" : "inline";
  if (name === "deno") return words[1]?.text === "eval" || words[1]?.text === "repl" ? "inline" : null;
  const row = Object.hasOwn(INTERPRETERS, name) ? INTERPRETERS[name] : undefined;
  return row === undefined ? null : originBy(row, words);
}

/** The program is the first operand; `-i`, `-l` and `-e` bring more of it. */
function awkCode(words: readonly Word[]): "inline" | null {
  const { given, at } = readOptions(words, 1, AWK_OPTIONS);
  if (["l", "i", "E", "load", "include", "exec"].some((name) => given.has(name))) return "inline";
  const isFile = given.has("f") || given.has("file");
  const isGiven = given.has("e") || given.has("source");
  const programs = (isGiven ? words.slice(1) : isFile ? [] : words.slice(at, at + 1)).map(({ text }) => text);
  return programs.some((text) => isHole(text) || awkRuns(withMark(text, ""))) ? "inline" : null;
}

/** Nothing of it is known; what stands in the middle of a literal program is taken for a value. */
function isHole(text: Text): boolean {
  return !isLiteral(text) && text.every((piece) => piece.trim() === "");
}

const AWK_OPTIONS: OptionRow = {
  flags: "*",
  valued: "FvfeliE",
  longValued: "field-separator assign file source load include exec",
  long: "version posix traditional lint re-interval csv",
};

/** Every word that may be a script: those of `-e`, and the first operand. */
function sedCode(words: readonly Word[]): "inline" | null {
  const options = words
    .flatMap((word, at) => (at > 0 ? [sedOption(words, word, at)] : []))
    .filter((text) => text !== null);
  const isNamed = words.some((word, at) => at > 0 && /^-[nErsuz]*f|^--file/.test(headOf(word.text)));
  const operand = words.slice(1).find((word) => !headOf(word.text).startsWith("-") && word.text !== "");
  const scripts = options.length > 0 ? options : isNamed || operand === undefined ? [] : [operand.text];
  return scripts.some(isHole) || sedRuns(scripts.map((text) => withMark(text, "")).join("\n")) ? "inline" : null;
}

/** The script of `-e SCRIPT`, `-eSCRIPT`, `--expression=SCRIPT`; null for other words. */
function sedOption(words: readonly Word[], { text }: Word, at: number): Text | null {
  const option = /^(?:-[nErsuz]*e|--exp[a-z]*=?)/.exec(headOf(text))?.[0];
  if (option === undefined) return null;
  const value = dropHead(text, option.length);
  return value === "" ? (words[at + 1]?.text ?? "") : value;
}

function originBy(row: Interpreter, words: readonly Word[]): "inline" | "stdin" | "named" {
  const { given, at } = readOptions(words, 1, row);
  const has = (names: string): boolean => names.split(" ").some((name) => given.has(name));
  if (has(row.code)) return "inline";
  if (row.named !== undefined && has(row.named)) return "named";
  const file = words[at];
  if (file === undefined) return "stdin";
  if (isReadFromStdin(file)) return "stdin";
  return isProcess(file) ? "inline" : "named";
}

/** A file name that means the standard input. */
export function isReadFromStdin(word: Word): boolean {
  return isLiteral(word.text) && /^(?:-|\/dev\/stdin|\/dev\/fd\/\d+|\/proc\/self\/fd\/\d+)$/.test(word.text);
}

/** `<(…)`: a file whose content is made at run time. */
export function isProcess(word: Word): boolean {
  return word.raw.includes("<(") && word.inner.length > 0;
}

function isMadeAtRunTime(word: Word): boolean {
  return isProcess(word) || isReadFromStdin(word) || /^(?:-f|--file=|--makefile=)(?:-|\/dev\/)/.test(word.raw);
}

function anyMatches(words: readonly Word[], pattern: RegExp): boolean {
  return words.some((word, index) => index > 0 && isLiteral(word.text) && pattern.test(word.text));
}
