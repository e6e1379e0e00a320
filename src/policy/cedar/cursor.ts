/** Where the parser stands, and the steps every part of it takes. */

import { type BadEscape, unescapeString } from "../../kernel/cedar-escape.ts";
import type { Expression } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import { nearest } from "../suggest.ts";
import { advance, type Lexer, openLexer, type TokenKind } from "./lexer.ts";
import { type CedarProblem, MAX_DEPTH } from "./syntax.ts";

export interface Cursor {
  readonly lexer: Lexer;
  readonly problems: CedarProblem[];
  /** Brackets and `if`s around the token. */
  depth: number;
  /** Of the tree that was read last; deep trees are refused, because others walk them by recursion. */
  height: number;
  /** `context.a` and its like, which nearly every policy says again, one node each. */
  readonly reads: Map<Expression, Map<string, Expression>>;
  /** Reads a whole expression; handed in, because expressions contain members and members expressions. */
  readonly expression: (cursor: Cursor) => Expression;
}

/** Ends the reading of one policy; the problem is in the list already. */
export class Abandoned extends Error {}

export function openCursor(text: string, expression: (cursor: Cursor) => Expression): Cursor {
  return { lexer: openLexer(text), problems: [], depth: 0, height: 0, reads: new Map(), expression };
}

/** Notes a problem that does not keep the rest from being read. */
export function report(cursor: Cursor, problem: CedarProblem): void {
  cursor.problems.push(problem);
}

/** Notes a problem behind which nothing of this policy makes sense. */
export function abandon(cursor: Cursor, problem: CedarProblem): never {
  cursor.problems.push(problem);
  throw new Abandoned(problem.message);
}

/** Refuses the token that stands here, because something else should. */
export function unexpected(cursor: Cursor, what: string, help: string | null = null): never {
  const { lexer } = cursor;
  const message = `expected ${what} but found ${found(lexer)}`;
  abandon(cursor, { offset: lexer.from, code: "cedar.syntax", message, help: help ?? tokenHelp(lexer) });
}

/** Whether a token of the kind stands here. */
export function isAt(cursor: Cursor, kind: TokenKind): boolean {
  return cursor.lexer.kind === kind;
}

/** Steps over the token if it is of the kind. */
export function take(cursor: Cursor, kind: TokenKind): boolean {
  if (cursor.lexer.kind !== kind) return false;
  advance(cursor.lexer);
  return true;
}

/** Steps over a token that must stand here. */
export function expect(cursor: Cursor, kind: TokenKind, what: string): void {
  if (!take(cursor, kind)) unexpected(cursor, what);
}

export function atWord(cursor: Cursor, word: string): boolean {
  return cursor.lexer.kind === "word" && cursor.lexer.value === word;
}

/** Steps over the word if it stands here. */
export function takeWord(cursor: Cursor, word: string): boolean {
  if (!atWord(cursor, word)) return false;
  advance(cursor.lexer);
  return true;
}

/** Steps over a word that must stand here; one that looks like it is named in the help. */
export function expectWord(cursor: Cursor, word: string): void {
  if (takeWord(cursor, word)) return;
  const { lexer } = cursor;
  const isMisspelt = lexer.kind === "word" && nearest(lexer.value, [word]) !== null;
  unexpected(cursor, `\`${word}\``, isMisspelt ? `did you mean \`${word}\`?` : null);
}

/** One level deeper, for as long as `read` takes. */
export function nested<T>(cursor: Cursor, read: (cursor: Cursor) => T): T {
  if (++cursor.depth > MAX_DEPTH) tooDeep(cursor, cursor.lexer.from);
  const value = read(cursor);
  cursor.depth--;
  return value;
}

/** Notes that the tree read last grew to this height. */
export function grown(cursor: Cursor, height: number): void {
  cursor.height = height;
  if (height > MAX_DEPTH) tooDeep(cursor, cursor.lexer.before);
}

/** Reads the string that stands here, its escapes resolved. */
export function readText(cursor: Cursor): string {
  const { value, from } = cursor.lexer;
  advance(cursor.lexer);
  return resolved(cursor, unescapeString(value), from) ?? "";
}

/** Null, and a problem, when the string that begins at the offset has an escape that does not exist. */
export function resolved<T>(cursor: Cursor, result: T | BadEscape, from: number): T | null {
  if (!isBad(result)) return result;
  report(cursor, {
    offset: from + 1 + result.offset,
    code: "cedar.literal",
    message: `${quoted(result.text)} is no escape of a string`,
    help: escapeHelp(result.text),
  });
  return null;
}

/** The token that stands here, for a message. */
export function found(lexer: Lexer): string {
  if (lexer.kind === "end") return "the end of the file";
  if (lexer.kind === "unknown" && lexer.text.charAt(lexer.from) === '"') return "a string that does not end";
  return quoted(lexer.text.slice(lexer.from, Math.min(lexer.to, lexer.from + 60)));
}

export function didYouMean(word: string, candidates: readonly string[]): string | null {
  const near = nearest(word, candidates);
  return near === null ? null : `did you mean \`${near}\`?`;
}

function tooDeep(cursor: Cursor, offset: number): never {
  abandon(cursor, {
    offset,
    code: "cedar.depth",
    message: `deeper than ${MAX_DEPTH} levels`,
    help: "split the condition into several policies",
  });
}

function isBad<T>(result: T | BadEscape): result is BadEscape {
  return typeof result === "object" && result !== null && "kind" in result && result.kind === "bad_escape";
}

function escapeHelp(written: string): string {
  if (written === "\\*") return "a star is escaped in the pattern of `like` only; write `*`";
  if (written === "\r") return "a carriage return is written `\\r`";
  return "write a backslash as `\\\\`";
}

const TOKEN_HELP: ReadonlyMap<string, string> = new Map([
  ["=", "equality is written `==`"],
  ["/", "Cedar has no division, and its comments begin with `//`"],
  ["%", "Cedar has no remainder"],
  ["&", "did you mean `&&`?"],
  ["|", "did you mean `||`?"],
  ["'", "strings are in double quotes"],
  ["\ufeff", "save the file without a byte order mark"],
]);

function tokenHelp(lexer: Lexer): string | null {
  return TOKEN_HELP.get(lexer.text.slice(lexer.from, lexer.to)) ?? null;
}
