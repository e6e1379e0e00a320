/** The text under the reader's eye: position, limits, blanks and comments. */

import { type Evaluation, newEvaluation, noteSplit } from "./evaluation.ts";
import type { List, Node, Word } from "./syntax.ts";

/** Longest line that is read, in UTF-16 units. */
export const MAX_UNITS = 16384;
/** Deepest nesting of compound commands, substitutions and scripts in scripts. */
const MAX_DEPTH = 40;
/** Most commands of a line, all that it nests included. */
export const MAX_COMMANDS = 512;
/** Scripts inside scripts are read again; all of them together may have this many units. */
export const MAX_REREAD_UNITS: number = 4 * MAX_UNITS;

const SPLIT = /\((?:\\\n)+\(/y;

/** A here-document whose body comes after the next newline. */
export interface PendingHeredoc {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly tabs: boolean;
  /** Its target is the body once that is read. */
  readonly redirect: { readonly operator: "<<"; target: Word };
}

/** What all sources of one analysis share. */
export interface Shared {
  depth: number;
  reread: number;
  /** How many commands were read. */
  commands: number;
  /** How many commands that change the working directory were read. */
  moves: number;
  /** Why no allow may rely on the line: a variable of the environment changes without an assignment, or null. */
  doubt: string | null;
  /** What of the line the shell evaluates, and the literals in which code may hide. */
  readonly evaluation: Evaluation;
}

/** The productions that words need; handed in so that words do not import the grammar. */
export interface Productions {
  readonly list: (source: Source) => List;
  readonly command: (source: Source) => Node;
}

/** A text and how far it has been read. */
export interface Source {
  readonly text: string;
  at: number;
  heredocs: PendingHeredoc[];
  readonly shared: Shared;
  readonly productions: Productions;
  /** Start and end of runs of blanks that are not a single blank; null where nobody asks. */
  readonly gaps: number[] | null;
}

/** Text that the grammar does not understand. */
export class GrammarError extends Error {
  constructor(expected: string, source: Source) {
    super(`${expected} at ${source.at} of \`${excerpt(source)}\``);
    this.name = "GrammarError";
  }
}

/** The state with which an analysis begins. */
export function newShared(): Shared {
  return { depth: 0, reread: 0, commands: 0, moves: 0, doubt: null, evaluation: newEvaluation() };
}

/** A script inside the script, such as the text of `sh -c`; refused when there is too much of it. */
export function innerSource(text: string, outer: Source): Source {
  outer.shared.reread += text.length;
  if (outer.shared.reread > MAX_REREAD_UNITS) throw new GrammarError("scripts in scripts are too long", outer);
  return { ...outer, text, at: 0, heredocs: [], gaps: null };
}

/** Reads one level deeper; refuses text that is nested too deeply. */
export function deeper<T>(source: Source, read: (source: Source) => T): T {
  source.shared.depth += 1;
  if (source.shared.depth > MAX_DEPTH) throw new GrammarError(`nested deeper than ${MAX_DEPTH}`, source);
  const result = read(source);
  source.shared.depth -= 1;
  return result;
}

/** Each command is judged by itself: refuses a line of more of them than anybody means. */
export function countCommand(source: Source): void {
  source.shared.commands += 1;
  if (source.shared.commands > MAX_COMMANDS) throw new GrammarError(`more than ${MAX_COMMANDS} commands`, source);
}

/** Skips blanks, tabs, line continuations and a comment, at the border of a token. */
export function skipBlanks(source: Source): void {
  const { text } = source;
  const start = source.at;
  let at = start;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 32 || c === 9) at += 1;
    else if (c === 92 && text.charCodeAt(at + 1) === 10) at += 2;
    else break;
  }
  source.at = at;
  if (at !== start && (at - start > 1 || text.charCodeAt(start) === 9)) noteGap(source, start);
  if (text.charCodeAt(at) === 35) skipComment(source);
}

/** True when the token is next. */
export function startsWith(source: Source, token: string): boolean {
  return source.text.startsWith(token, source.at);
}

/** Consumes the token if it is next. */
export function take(source: Source, token: string): boolean {
  if (!startsWith(source, token)) return false;
  source.at += token.length;
  return true;
}

/** Loop variables and arithmetic can set `PATH` too; names in capitals are the environment's. */
export function noteVariable(source: Source, text: string): void {
  if (/[A-Z]/.test(text)) source.shared.doubt ??= `\`${text.trim()}\` may change the environment`;
}

/** At a parenthesis: `((` over two lines is one token to the shell. */
export function noteParenthesis({ text, at, shared }: Source): void {
  SPLIT.lastIndex = at;
  if (SPLIT.test(text)) noteSplit(shared.evaluation, text.slice(at));
}

/** Consumes the token; anything else is not understood. */
export function expect(source: Source, token: string): void {
  if (!take(source, token)) throw new GrammarError(`expected \`${token}\``, source);
}

/** The text with every run of blanks between words made one blank. */
export function withoutGaps(source: Source): string {
  let result = "";
  let from = 0;
  const gaps = source.gaps ?? [];
  for (let index = 0; index < gaps.length; index += 2) {
    result += `${source.text.slice(from, gaps[index])} `;
    from = gaps[index + 1] ?? from;
  }
  return (result + source.text.slice(from)).trim();
}

function noteGap(source: Source, start: number): void {
  const { gaps } = source;
  if (gaps !== null && start >= (gaps.at(-1) ?? 0)) gaps.push(start, source.at);
}

function skipComment(source: Source): void {
  const end = source.text.indexOf("\n", source.at);
  source.at = end === -1 ? source.text.length : end;
}

function excerpt(source: Source): string {
  const from = Math.max(0, source.at - 10);
  return source.text.slice(from, source.at + 20).replaceAll(/[\s`]+/g, " ");
}
