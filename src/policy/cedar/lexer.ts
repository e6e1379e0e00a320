/** Cedar text → tokens, one at a time; char codes and no regular expressions, because this is most of a load. */

import { type Interner, intern, openInterner } from "./intern.ts";

type Mark =
  | ("(" | ")" | "{" | "}" | "[" | "]" | "," | ";" | "." | "@" | ":" | "::")
  | ("==" | "!=" | "<" | "<=" | ">" | ">=" | "=" | "||" | "&&" | "!" | "+" | "-" | "*" | "/" | "%");

/** `unknown` is a character, or the quote of a text, that begins no token. */
export type TokenKind = Mark | "word" | "string" | "number" | "slot" | "unknown" | "end";

/** The text, and the token that stands next in it. */
export interface Lexer extends Interner {
  kind: TokenKind;
  /** The word, the digits, the slot with its `?`, or the inside of a string with its escapes still in it. */
  value: string;
  /** UTF-16 offsets of the token. */
  from: number;
  to: number;
  /** UTF-16 offset behind the token before. */
  before: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const QUESTION = 0x3f;
const COLON = 0x3a;
const EQUALS = 0x3d;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

const IS_WORD: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_]/.test(String.fromCharCode(code)),
);
/** The marks that are one character, whatever follows. */
const SINGLE: readonly (Mark | undefined)[] = byCode("(){}[],;.@+-*/%");
/** The marks that an `=` can follow. */
const BEFORE_EQUALS: readonly (readonly [Mark, Mark] | undefined)[] = pairs();

/** A lexer that stands on the first token. */
export function openLexer(text: string): Lexer {
  const lexer: Lexer = { ...openInterner(text), kind: "end", value: "", from: 0, to: 0, before: 0 };
  advance(lexer);
  return lexer;
}

/** Steps to the next token. */
export function advance(lexer: Lexer): void {
  lexer.before = lexer.to;
  lexer.from = afterSpace(lexer.text, lexer.to);
  lexer.kind = readToken(lexer);
}

function readToken(lexer: Lexer): TokenKind {
  const { text, from } = lexer;
  if (from >= text.length) return token(lexer, "end", from);
  const code = text.charCodeAt(from);
  if (IS_WORD[code] === true) return code <= DIGIT_9 && code >= DIGIT_0 ? readNumber(lexer) : readWord(lexer);
  if (code === QUOTE) return readString(lexer);
  const single = SINGLE[code];
  if (single !== undefined) return token(lexer, single, from + 1);
  return readMark(lexer, code);
}

function token(lexer: Lexer, kind: TokenKind, to: number): TokenKind {
  lexer.to = to;
  return kind;
}

function readWord(lexer: Lexer): TokenKind {
  const { text, from } = lexer;
  let hash = 0;
  let to = from;
  for (; to < text.length; to++) {
    const code = text.charCodeAt(to);
    if (IS_WORD[code] !== true) break;
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  lexer.hash = hash;
  lexer.value = intern(lexer, from, to);
  return token(lexer, "word", to);
}

function readNumber(lexer: Lexer): TokenKind {
  const { text, from } = lexer;
  let to = from;
  let hash = 0;
  for (; to < text.length; to++) {
    const code = text.charCodeAt(to);
    if (code < DIGIT_0 || code > DIGIT_9) break;
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  lexer.hash = hash;
  lexer.value = intern(lexer, from, to);
  return token(lexer, "number", to);
}

function readString(lexer: Lexer): TokenKind {
  const { text, from } = lexer;
  let hash = 0;
  let to = from + 1;
  for (; to < text.length; to++) {
    const code = text.charCodeAt(to);
    if (code === QUOTE) {
      lexer.hash = hash;
      lexer.value = intern(lexer, from + 1, to);
      return token(lexer, "string", to + 1);
    }
    if (code === BACKSLASH && text.charCodeAt(++to) === LINE_FEED) break;
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  // The rest is not looked at again, so that a text of many open quotes stays linear.
  return token(lexer, "unknown", Math.min(to, text.length));
}

function readMark(lexer: Lexer, code: number): TokenKind {
  const { text, from } = lexer;
  const next = text.charCodeAt(from + 1);
  const pair = BEFORE_EQUALS[code];
  if (pair !== undefined) return next === EQUALS ? token(lexer, pair[1], from + 2) : token(lexer, pair[0], from + 1);
  if (code === COLON) return next === COLON ? token(lexer, "::", from + 2) : token(lexer, ":", from + 1);
  if (text.startsWith("&&", from)) return token(lexer, "&&", from + 2);
  if (text.startsWith("||", from)) return token(lexer, "||", from + 2);
  if (code === QUESTION && IS_WORD[next] === true && !(next >= DIGIT_0 && next <= DIGIT_9)) return readSlot(lexer);
  return token(lexer, "unknown", from + (text.codePointAt(from)! > 0xffff ? 2 : 1));
}

function readSlot(lexer: Lexer): TokenKind {
  const { text, from } = lexer;
  let to = from + 1;
  while (IS_WORD[text.charCodeAt(to)] === true) to++;
  lexer.value = text.slice(from, to);
  return token(lexer, "slot", to);
}

/** The offset behind white space (Unicode `White_Space`) and comments, which go to the end of their line. */
function afterSpace(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue;
    if (code === SLASH && text.charCodeAt(at + 1) === SLASH) at = endOfLine(text, at) - 1;
    else if (code < 0x80 || !isWideSpace(code)) break;
  }
  return at;
}

function endOfLine(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
  }
  return at;
}

function isWideSpace(code: number): boolean {
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  if (code <= 0x200a) return code >= 0x2000 || code === 0x1680;
  return code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

function byCode(marks: string): (Mark | undefined)[] {
  const table = new Array<Mark | undefined>(128).fill(undefined);
  for (const mark of marks) table[mark.charCodeAt(0)] = mark as Mark;
  return table;
}

function pairs(): (readonly [Mark, Mark] | undefined)[] {
  const table = new Array<readonly [Mark, Mark] | undefined>(128).fill(undefined);
  for (const mark of ["=", "!", "<", ">"] as const) table[mark.charCodeAt(0)] = [mark, `${mark}=`];
  return table;
}
