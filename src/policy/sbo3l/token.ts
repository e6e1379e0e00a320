/** The words of a `when` expression. */

import { parseDecimal } from "../../kernel/amount.ts";
import { quoted } from "../../kernel/json-error.ts";

export interface Token {
  readonly kind: "name" | "number" | "string" | "operator" | "end";
  /** A name or operator as written, a number in canonical decimal text, a string as it reads. */
  readonly text: string;
  /** Offset in UTF-16 units. */
  readonly at: number;
}

/** What is wrong with an expression, and where. */
export interface Fault {
  readonly code: "expression.syntax" | "expression.path" | "expression.type" | "expression.depth";
  readonly message: string;
  readonly help?: string;
  /** Offset in UTF-16 units. */
  readonly at: number;
}

const BLANK = /[ \t\r\n]*/y;
const WORD = /([A-Za-z_][A-Za-z0-9_]*)|(-?[0-9][0-9.]*)|("(?:[^"\\]|\\[\s\S])*")|(==|!=|<=|>=|[<>().])/y;

/** All tokens, the last one of kind `end`; or the first thing that is none. */
export function tokensOf(text: string): readonly Token[] | Fault {
  const tokens: Token[] = [];
  for (let at = skipBlank(text, 0); at < text.length; at = skipBlank(text, at)) {
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (match === null) return noToken(text, at);
    const token = tokenOf(match, at);
    if ("message" in token) return token;
    tokens.push(token);
    at += match[0].length;
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}

function skipBlank(text: string, at: number): number {
  BLANK.lastIndex = at;
  return at + (BLANK.exec(text)?.[0].length ?? 0);
}

function tokenOf([, name, number, string, operator]: RegExpExecArray, at: number): Token | Fault {
  if (name !== undefined) return { kind: "name", text: name, at };
  if (number !== undefined) return numberToken(number, at);
  // A backslash makes the next character itself: `\n` is an n.
  if (string !== undefined) return { kind: "string", text: string.slice(1, -1).replace(/\\([\s\S])/g, "$1"), at };
  return { kind: "operator", text: operator ?? "", at };
}

function numberToken(written: string, at: number): Token | Fault {
  const value = parseDecimal(written);
  if (value !== null) return { kind: "number", text: value, at };
  const message = `${quoted(written)} is not an unsigned decimal`;
  return { code: "expression.syntax", message, help: "write it like `0.50`; no amount is below zero", at };
}

function noToken(text: string, at: number): Fault {
  if (text[at] === '"') return { code: "expression.syntax", message: "a string without an end", at };
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const help = `known are \`and\`, \`or\`, \`not\`, \`==\`, \`!=\`, \`<=\`, \`>=\`, \`<\`, \`>\`, \`(\`, \`)\` and \`.\``;
  return { code: "expression.syntax", message: `unexpected ${quoted(character)}`, help, at };
}
