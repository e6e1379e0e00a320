/** Builtins that evaluate their operands: as arithmetic, or as names that may have a subscript. */

import type { Evaluation } from "./evaluation.ts";
import type { Word } from "./syntax.ts";
import { headOf, isLiteral, withMark } from "./text.ts";

type Evaluates = (words: readonly Word[]) => boolean;

const NAMES: Evaluates = (words) => words.some(isSubscripted);
const DECLARES: Evaluates = (words) =>
  words.some((word) => /^[-+][A-Za-z]*[in]/.test(headOf(word.text))) || NAMES(words);
const TESTS: Evaluates = (words) =>
  words.some(({ text, splits }) => (isLiteral(text) ? /^-(?:v|R|eq|ne|l[te]|g[te])$/.test(text) : splits));
const ALWAYS: Evaluates = () => true;

const DECLARING: ReadonlySet<string> = new Set("declare typeset local export readonly".split(" "));

/** When each of them does. */
const BUILTINS: ReadonlyMap<string, Evaluates> = new Map([
  ["let", ALWAYS],
  ["integer", ALWAYS],
  ["float", ALWAYS],
  ["declare", DECLARES],
  ["typeset", DECLARES],
  ["local", DECLARES],
  ["export", DECLARES],
  ["readonly", DECLARES],
  ["read", NAMES],
  ["unset", NAMES],
  ["mapfile", NAMES],
  ["readarray", NAMES],
  ["getopts", NAMES],
  ["printf", (words) => words.some((word) => /^-v/.test(headOf(word.text))) && NAMES(words)],
  ["wait", (words) => words.some((word) => /^-[a-z]*p/.test(headOf(word.text))) && NAMES(words)],
  ["test", TESTS],
  ["[", TESTS],
]);

/** A command that may be a builtin which evaluates its operands. */
export function noteBuiltin(evaluation: Evaluation, name: string | null, words: readonly Word[]): void {
  evaluation.arithmetic ||= name !== null && (BUILTINS.get(name)?.(words.slice(1)) ?? false);
  evaluation.array ||= name !== null && DECLARING.has(name) && words.slice(1).some(mayBeArray);
  evaluation.prompt ||= name === "compgen" || name === "complete";
}

/** The name before a `=` has a subscript, or is not known. */
function isSubscripted({ text }: Word): boolean {
  return /[[\0]/.test(withMark(text, "\0").split("=", 1)[0] ?? "");
}

/** `-a`, `NAME='(…)'`, and a `NAME=$x` or a word of which nothing is known. */
function mayBeArray({ text }: Word): boolean {
  return /^(?:[-+][A-Za-z]*[aA]|(?:\w+\+?=)?[(\0])/.test(withMark(text, "\0"));
}
