/** One simple command as the request sees it: spellings, doubt, writes and touches. */

import type { Text } from "../../kernel/request.ts";
import { patchedPaths } from "../patch.ts";
import type { ShellCommand, Touch } from "./analysis.ts";
import { climbDoubt } from "./climb.ts";
import { doubtOf } from "./doubt.ts";
import { optionDoubt } from "./doubtful-option.ts";
import { literalWord } from "./draft.ts";
import { directories, type Place, resolveText } from "./place.ts";
import { isKnownProgram, runsWrit } from "./program.ts";
import type { Stdin } from "./run.ts";
import { exactOf, formsOf, type Spelt } from "./spelling.ts";
import { subcommandOf } from "./subcommand.ts";
import type { Redirect, Word } from "./syntax.ts";
import { distinct, HOLE, isLiteral, joinWords } from "./text.ts";
import { type Operand, operandsOf } from "./touch.ts";
import { codeTouches } from "./touch-code.ts";
import { isKnownRunner } from "./unwrap.ts";
import { type Variables, withVariables } from "./variable.ts";

/** A command before it is spelt out. */
export interface Invocation {
  /** The program as tables know it, or null. */
  readonly name: string | null;
  readonly written: readonly Word[];
  readonly assignments: readonly Word[];
  readonly words: readonly Word[];
  /** Those of the words that are not a command of their own. */
  readonly own: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly place: Place;
  readonly clusters: readonly string[];
  readonly stdin: Stdin;
  readonly variables: Variables;
  /** Why no allow may rely on it, found elsewhere in the line, or null. */
  readonly doubt: string | null;
}

const STANDARD = /^\/dev\/(?:null|zero|stdin|stdout|stderr|tty\d*|fd\/\d+)$/;
const DESCRIPTOR = /^(?:\d+-?|-)$/;
const NETWORK = /^\/dev\/(?:tcp|udp)\//;

/** Spells the command out. */
export function describeCommand(invocation: Invocation): ShellCommand {
  const { name, assignments, words, own, redirects, place, clusters } = invocation;
  const written = invocation.written.map(({ raw }) => raw).join(" ");
  const known = filledWords(invocation);
  const operands = operandsOf(name, fileWords(invocation, known));
  const patched = name === null ? [] : patchOf(name, invocation);
  const wraps = own.length < words.length;
  const unknown =
    words.length > 2 && name !== null && !isKnownProgram(name, words) && !isKnownRunner(name) && !runsWrit(name, words);
  const spelt: Spelt = { written, assignments, words, place, clusters, files: filesOf(operands), unknown, wraps };
  const exact = exactOf(spelt);
  return {
    text: written.replaceAll("\0", "…"),
    exact,
    forms: formsOf(spelt, exact),
    filled: filledIn(words, known),
    doubt:
      invocation.doubt ??
      (name === null ? null : namedDoubt(name, words)) ??
      networkDoubt(redirects) ??
      climbDoubt(words),
    opaque: null,
    writes: [...patched, ...redirects.flatMap((redirect) => writesOf(redirect, place))],
    touches: [
      ...operandTouches(invocation, operands),
      ...patched.map((path): Touch => ({ path, use: "write" })),
      ...redirects.flatMap((redirect) => redirectTouches(knownTarget(redirect, invocation), place)),
    ],
  };
}

function namedDoubt(name: string, words: readonly Word[]): string | null {
  return doubtOf(name, words) ?? optionDoubt(name, words);
}

/** The words with the variables that the line itself tells. */
function filledWords({ words, variables }: Invocation): readonly Word[] {
  return words.every(({ text }) => isLiteral(text)) ? words : words.map((word) => withVariables(word, variables));
}

/** The command as its variables fill it in, for the guard of Writ's own commands. */
function filledIn(words: readonly Word[], known: readonly Word[]): readonly Text[] {
  const isFilled = known !== words && known.some(({ text }, at) => text !== words[at]?.text);
  return isFilled ? [joinWords(known.map(({ text }) => text))] : [];
}

/** The words that may name files: those of the command itself, and what xargs appends when a literal text feeds it. */
function fileWords({ own, words, stdin }: Invocation, known: readonly Word[]): readonly Word[] {
  const files = own.length === words.length ? known : known.slice(0, own.length);
  if (stdin.kind !== "text" || !isLiteral(stdin.text) || known === words) return files;
  const read = stdin.text.split(/\s+/).map(literalWord);
  return files.flatMap((word, at) => (word.raw === "{}" && !isLiteral(own[at]?.text ?? "") ? read : [word]));
}

const NO_FILES: ReadonlySet<number> = new Set();

function filesOf(operands: readonly Operand[]): ReadonlySet<number> {
  const files = operands.filter(({ use }) => use !== "unknown");
  return files.length === 0 ? NO_FILES : new Set(files.map(({ index }) => index));
}

function knownTarget(redirect: Redirect, { variables }: Invocation): Redirect {
  return { ...redirect, target: withVariables(redirect.target, variables) };
}

/** Codex's `apply_patch` is a program too: the patch is its operand, or its standard input. */
function patchOf(name: string, { words, stdin, place }: Invocation): readonly Text[] {
  if (!/^apply_?patch$/.test(name)) return [];
  const texts = [...words.slice(1).map(({ text }) => text), ...(stdin.kind === "text" ? [stdin.text] : [])];
  const paths = texts.filter(isLiteral).flatMap(patchedPaths);
  return distinct(directories(place).flatMap((cwd) => paths.map((path) => resolveText(path, cwd))));
}

/** A command of which nothing is known but where its code comes from. */
export function codeCommand(words: readonly Word[], place: Place): ShellCommand {
  const program = words[0]?.raw ?? "";
  return {
    text: `code that \`${program}\` is given`,
    exact: [HOLE],
    forms: [],
    doubt: "the code is known at run time only, or is not the shell's",
    opaque: null,
    writes: [],
    touches: codeTouches(words).flatMap(({ path, use }) => placed(path, place).map((one) => ({ path: one, use }))),
  };
}

/** Redirects without a command: the files they write and read. */
export function redirectCommand(redirects: readonly Redirect[], place: Place, doubt: string | null): ShellCommand {
  const text = redirects.map(({ operator, target }) => `${operator} ${target.raw}`).join(" ");
  return {
    text,
    exact: [text],
    forms: [],
    doubt: doubt ?? networkDoubt(redirects),
    opaque: null,
    writes: redirects.flatMap((redirect) => writesOf(redirect, place)),
    touches: redirects.flatMap((redirect) => redirectTouches(redirect, place)),
  };
}

/** Files that the redirect may write, one for each directory the command may run in. */
export function writesOf(redirect: Redirect, place: Place): readonly Text[] {
  const isWrite = redirect.operator.includes(">");
  return isWrite && isFile(redirect) ? resolved(redirect.target, place) : [];
}

/** Files that the redirect reads or writes; here-documents and descriptors are none. */
export function redirectTouches(redirect: Redirect, place: Place): readonly Touch[] {
  if (redirect.operator === "<<" || redirect.operator === "<<<" || !isFile(redirect)) return [];
  const use = redirect.operator.includes(">") ? "write" : "read";
  return resolved(redirect.target, place).map((path): Touch => ({ path, use }));
}

/** `/dev/tcp/HOST/PORT` is a connection, not a file. */
export function networkDoubt(redirects: readonly Redirect[]): string | null {
  const found = redirects.find(({ target }) => isLiteral(target.text) && NETWORK.test(target.text));
  return found === undefined ? null : `\`${found.target.raw}\` is a network connection`;
}

function isFile({ operator, target }: Redirect): boolean {
  if (!isLiteral(target.text)) return !(operator === "<&" || (target.inner.length > 0 && target.raw.startsWith("<(")));
  if ((operator === ">&" || operator === "<&") && DESCRIPTOR.test(target.text)) return false;
  return !STANDARD.test(target.text);
}

function resolved(target: Word, place: Place): readonly Text[] {
  return placed(target.text, place);
}

function placed(path: Text, place: Place): readonly Text[] {
  return distinct(directories(place).map((cwd) => resolveText(path, cwd)));
}

function operandTouches(invocation: Invocation, operands: readonly Operand[]): readonly Touch[] {
  const places = operands.length === 0 ? [] : folders(invocation);
  return operands.flatMap(({ path, use }) =>
    distinct(places.map((cwd) => resolveText(path, cwd))).map((one) => ({ path: one, use })),
  );
}

/** Where operands are looked up; `git -C DIR` and its kin go elsewhere first. */
function folders({ name, words, place }: Invocation): readonly Text[] {
  const all = directories(place);
  if (name === null || words[1]?.raw.startsWith("-") !== true) return all;
  const folder =
    subcommandOf(
      name,
      words.slice(1).map((word) => word.text),
    )?.folder ?? null;
  return folder === null ? all : all.map((cwd) => resolveText(folder, cwd));
}
