/** The words of the Cedar schema language. */

import { unescapeString } from "../../kernel/cedar-escape.ts";
import { quoted } from "../../kernel/json-error.ts";
import { type Problem, report } from "./problem.ts";

export interface Token {
  readonly kind: "word" | "string" | "mark" | "end";
  /** The word, the mark, or the value of the string. */
  readonly text: string;
  /** UTF-16 offset of its first character. */
  readonly at: number;
}

interface Lexer {
  readonly file: string;
  readonly text: string;
  readonly problems: Problem[];
  at: number;
}

/** White space as Unicode defines it: with U+0085, without the byte order mark. */
const BLANK = /(?:[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|\/\/[^\n\r]*)+/y;
const WORD = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const MARK = /::|[,;:{}[\]<>=?@()]/y;
/** A backslash before a line feed is none; what else may follow one is checked when the string is read. */
const STRING = /"(?:\\[^\n]|[^"\\])*"/y;
const ANYTHING = /./suy;

/** Splits the text; what is no word of the language is reported and left out. The last token is the end. */
export function tokensOf(file: string, text: string, problems: Problem[]): readonly Token[] {
  const lexer: Lexer = { file, text, problems, at: 0 };
  const tokens: Token[] = [];
  while (take(lexer, BLANK) !== null || lexer.at < text.length) {
    const token = tokenAt(lexer, lexer.at);
    if (token !== null) tokens.push(token);
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}

function take(lexer: Lexer, form: RegExp): string | null {
  form.lastIndex = lexer.at;
  const piece = form.exec(lexer.text)?.[0] ?? null;
  lexer.at += piece?.length ?? 0;
  return piece;
}

/** Null for what is reported, and for the end. */
function tokenAt(lexer: Lexer, at: number): Token | null {
  const word = take(lexer, WORD);
  if (word !== null) return { kind: "word", text: word, at };
  const mark = take(lexer, MARK);
  if (mark !== null) return { kind: "mark", text: mark, at };
  const written = take(lexer, STRING);
  if (written !== null) return { kind: "string", text: stringOf(written, lexer, at), at };
  reportCharacter(lexer, at);
  return null;
}

function stringOf(written: string, { file, problems }: Lexer, at: number): string {
  const text = unescapeString(written.slice(1, -1));
  if (typeof text === "string") return text;
  const help = String.raw`the escapes are \n \r \t \0 \\ \" \' \x41 and \u{1F600}; write a carriage return as \r`;
  report(problems, { place: { file, at }, message: `bad escape in the string ${quoted(written)}`, help });
  return "";
}

function reportCharacter(lexer: Lexer, at: number): void {
  const character = take(lexer, ANYTHING);
  if (character === null) return;
  const isOpen = character === '"';
  const message = isOpen ? "a string without its closing quote" : `unexpected character ${quoted(character)}`;
  report(lexer.problems, { place: { file: lexer.file, at }, message, help: null });
  if (isOpen) lexer.at = lexer.text.length;
}
