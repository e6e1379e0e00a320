/** The steps that every part of the schema parser takes: tokens in, places out, one way to refuse. */

import { isKeyword } from "../../kernel/entity-name.ts";
import { quoted } from "../../kernel/json-error.ts";
import { type Place, type Problem, report } from "./problem.ts";
import type { NameForm } from "./schema-form.ts";
import { type Token, tokensOf } from "./schema-lexer.ts";

export interface Parser {
  readonly file: string;
  readonly tokens: readonly Token[];
  readonly problems: Problem[];
  next: number;
}

/** Leaves the declaration that is being read; caught where the next one starts. */
class Refusal extends Error {}

export function openParser(file: string, text: string): Parser {
  const problems: Problem[] = [];
  return { file, tokens: tokensOf(file, text, problems), problems, next: 0 };
}

/** The next token; the end again and again. */
export function peek(parser: Parser): Token {
  return parser.tokens[parser.next]!;
}

export function advance(parser: Parser): Token {
  const token = peek(parser);
  if (token.kind !== "end") parser.next++;
  return token;
}

export function placeOf(parser: Parser, token: Token): Place {
  return { file: parser.file, at: token.at };
}

/** True if the mark or word comes next. */
export function sees(parser: Parser, text: string): boolean {
  const token = peek(parser);
  return token.kind !== "string" && token.kind !== "end" && token.text === text;
}

/** Steps over the mark or word if it comes next. */
export function accept(parser: Parser, text: string): boolean {
  const seen = sees(parser, text);
  if (seen) parser.next++;
  return seen;
}

export function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) unexpected(parser, `\`${text}\``);
}

/** Refuses the token that comes next, because something else should. */
export function unexpected(parser: Parser, what: string, help: string | null = null): never {
  const token = peek(parser);
  const found = token.kind === "end" ? "the end of the text" : quoted(token.text);
  return refuse(parser, token, { message: `expected ${what} but found ${found}`, help });
}

/** Reports and leaves the declaration. */
export function refuse(parser: Parser, token: Token, fault: Omit<Problem, "place">): never {
  complain(parser, token, fault);
  throw new Refusal();
}

/** Reports and goes on. */
export function complain(parser: Parser, token: Token, fault: Omit<Problem, "place">): void {
  report(parser.problems, { place: placeOf(parser, token), ...fault });
}

/** Runs a part of the parser; when it refuses, goes on behind the next `;` of this level, or at its `}`. */
export function recovering(parser: Parser, part: () => void): void {
  const start = parser.next;
  try {
    part();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // From the start, so that the braces it opened are known.
    parser.next = start;
    skipDeclaration(parser);
  }
}

function skipDeclaration(parser: Parser): void {
  for (let depth = 0; peek(parser).kind !== "end"; parser.next++) {
    if (sees(parser, "{")) depth++;
    if (sees(parser, "}") && --depth < 0) return;
    if (depth === 0 && accept(parser, ";")) return;
  }
}

/** One or more, with commas between them. */
export function commaSeparated<T>(parser: Parser, read: (parser: Parser) => T): readonly T[] {
  const items = [read(parser)];
  while (accept(parser, ",")) items.push(read(parser));
  return items;
}

/** An identifier that the policy language does not reserve. */
export function readIdentifier(parser: Parser): Token {
  const token = peek(parser);
  if (token.kind !== "word") return unexpected(parser, "a name");
  if (!isKeyword(token.text)) return advance(parser);
  const help = "choose another name; an attribute or an action may have it in quotes";
  return refuse(parser, token, { message: `\`${token.text}\` is a reserved word`, help });
}

/** A string. */
export function readString(parser: Parser): Token {
  return peek(parser).kind === "string" ? advance(parser) : unexpected(parser, "a string in quotes");
}

/** An identifier or a string. */
export function readLabel(parser: Parser): Token {
  return peek(parser).kind === "string" ? advance(parser) : readIdentifier(parser);
}

/** `A`, `A::B`, … */
export function readName(parser: Parser): NameForm {
  const first = readIdentifier(parser);
  const parts = [first.text];
  while (accept(parser, "::")) parts.push(readIdentifier(parser).text);
  return { name: parts.join("::"), place: placeOf(parser, first) };
}
