/** Expressions of Cedar text, from `if` down to the unary operators. */

import { unescapePattern } from "../../kernel/cedar-escape.ts";
import type { BinaryOperator, Expression } from "../../kernel/expression.ts";
import {
  abandon,
  atWord,
  type Cursor,
  expectWord,
  grown,
  isAt,
  nested,
  readText,
  resolved,
  take,
  unexpected,
} from "./cursor.ts";
import { advance, type TokenKind } from "./lexer.ts";
import { longOf } from "./parse-long.ts";
import { parseAccesses, parseMember } from "./parse-member.ts";
import { parseTypeName, readName } from "./parse-name.ts";

/** The grammar allows no more signs before an operand. */
const MAX_SIGNS = 4;

const RELATIONS: ReadonlyMap<TokenKind, BinaryOperator> = new Map<TokenKind, BinaryOperator>([
  ["==", "equal"],
  ["!=", "equal"],
  ["<", "less"],
  ["<=", "at_most"],
  [">", "less"],
  [">=", "at_most"],
]);

const WORD_RELATIONS: ReadonlyMap<string, (cursor: Cursor, left: Expression) => Expression> = new Map([
  ["in", parseIn],
  ["has", parseHas],
  ["like", parseLike],
  ["is", parseIs],
]);

/** Reads a whole expression. */
export function parseExpression(cursor: Cursor): Expression {
  return atWord(cursor, "if") ? nested(cursor, parseIf) : parseOr(cursor);
}

function parseIf(cursor: Cursor): Expression {
  advance(cursor.lexer);
  const test = parseExpression(cursor);
  const { height } = cursor;
  expectWord(cursor, "then");
  const yes = parseExpression(cursor);
  const both = Math.max(height, cursor.height);
  expectWord(cursor, "else");
  const no = parseExpression(cursor);
  grown(cursor, Math.max(both, cursor.height) + 1);
  // biome-ignore lint/suspicious/noThenProperty: a node of the tree, never awaited
  return { kind: "if", test, then: yes, else: no };
}

function parseOr(cursor: Cursor): Expression {
  const first = parseAnd(cursor);
  return cursor.lexer.kind === "||" ? parseJunction(cursor, "or", first) : first;
}

function parseAnd(cursor: Cursor): Expression {
  const first = parseRelation(cursor);
  return cursor.lexer.kind === "&&" ? parseJunction(cursor, "and", first) : first;
}

/** Reads the members behind the first; one of the same kind, in brackets, gives its own members. */
function parseJunction(cursor: Cursor, kind: "and" | "or", first: Expression): Expression {
  const of: Expression[] = first.kind === kind ? [...first.of] : [first];
  let { height } = cursor;
  while (take(cursor, kind === "and" ? "&&" : "||")) {
    const next = kind === "and" ? parseRelation(cursor) : parseAnd(cursor);
    height = Math.max(height, cursor.height);
    // One by one: a call with a hundred thousand arguments overflows the stack.
    for (const member of next.kind === kind ? next.of : [next]) of.push(member);
  }
  grown(cursor, height + 1);
  return { kind, of };
}

function parseRelation(cursor: Cursor): Expression {
  const left = parseSum(cursor);
  if (!atRelation(cursor)) return left;
  const { height } = cursor;
  const expression = parseRight(cursor, left);
  grown(cursor, Math.max(height, cursor.height) + 1);
  if (atRelation(cursor)) refuseSecondRelation(cursor);
  return expression;
}

function atRelation(cursor: Cursor): boolean {
  const { kind, value } = cursor.lexer;
  if (kind === "=") unexpected(cursor, "an operator");
  return kind === "word" ? WORD_RELATIONS.has(value) : RELATIONS.has(kind);
}

function parseRight(cursor: Cursor, left: Expression): Expression {
  const { kind, value } = cursor.lexer;
  advance(cursor.lexer);
  return kind === "word" ? WORD_RELATIONS.get(value)!(cursor, left) : parseCompared(cursor, left, kind);
}

function parseCompared(cursor: Cursor, left: Expression, sign: TokenKind): Expression {
  const operator = RELATIONS.get(sign)!;
  const right = parseSum(cursor);
  if (sign === ">" || sign === ">=") return { kind: "binary", operator, left: right, right: left };
  const compared: Expression = { kind: "binary", operator, left, right };
  if (sign !== "!=") return compared;
  grown(cursor, cursor.height + 1);
  return { kind: "not", of: compared };
}

function parseIn(cursor: Cursor, left: Expression): Expression {
  return { kind: "binary", operator: "in", left, right: parseSum(cursor) };
}

function parseHas(cursor: Cursor, of: Expression): Expression {
  cursor.height = 0;
  if (cursor.lexer.kind === "string") return { kind: "has", of, names: [readText(cursor)] };
  const names = [readName(cursor, "an attribute name or a string")];
  while (take(cursor, ".")) names.push(readName(cursor, "an attribute name"));
  return { kind: "has", of, names };
}

function parseLike(cursor: Cursor, of: Expression): Expression {
  const { lexer } = cursor;
  const { value, from } = lexer;
  if (lexer.kind !== "string") unexpected(cursor, "a pattern in quotes");
  advance(lexer);
  cursor.height = 0;
  return { kind: "like", of, pattern: resolved(cursor, unescapePattern(value), from) ?? [] };
}

function parseIs(cursor: Cursor, of: Expression): Expression {
  if (cursor.lexer.kind === "string") unexpected(cursor, "an entity type", "a type is written without quotes");
  const type = parseTypeName(cursor);
  cursor.height = 0;
  if (!atWord(cursor, "in")) return { kind: "is", of, type, in: null };
  advance(cursor.lexer);
  return { kind: "is", of, type, in: parseSum(cursor) };
}

function refuseSecondRelation(cursor: Cursor): never {
  const { lexer } = cursor;
  abandon(cursor, {
    offset: lexer.from,
    code: "cedar.syntax",
    message: `\`${lexer.text.slice(lexer.from, lexer.to)}\` follows another relation`,
    help: "put one of the two in parentheses",
  });
}

function parseSum(cursor: Cursor): Expression {
  let left = parseProduct(cursor);
  for (;;) {
    const { kind } = cursor.lexer;
    if (kind !== "+" && kind !== "-") return left;
    left = parseOperand(cursor, left, [kind === "+" ? "add" : "subtract", parseProduct]);
  }
}

function parseProduct(cursor: Cursor): Expression {
  let left = parseUnary(cursor);
  while (cursor.lexer.kind === "*") left = parseOperand(cursor, left, ["multiply", parseUnary]);
  return left;
}

function parseOperand(
  cursor: Cursor,
  left: Expression,
  [operator, parse]: readonly [BinaryOperator, (cursor: Cursor) => Expression],
): Expression {
  const { height } = cursor;
  advance(cursor.lexer);
  const right = parse(cursor);
  grown(cursor, Math.max(height, cursor.height) + 1);
  return { kind: "binary", operator, left, right };
}

function parseUnary(cursor: Cursor): Expression {
  const { kind } = cursor.lexer;
  if (kind === "!") return wrapped(cursor, "not", [countSigns(cursor, "!"), parseMember(cursor)]);
  return kind === "-" ? parseNegative(cursor) : parseMember(cursor);
}

/** The last minus belongs to a number literal, unless something is read from the number. */
function parseNegative(cursor: Cursor): Expression {
  const signs = countSigns(cursor, "-");
  const { lexer } = cursor;
  if (lexer.kind !== "number") return wrapped(cursor, "negate", [signs, parseMember(cursor)]);
  const { value, from } = lexer;
  advance(lexer);
  cursor.height = 1;
  if (!isAt(cursor, ".") && !isAt(cursor, "[") && !isAt(cursor, "(")) {
    return wrapped(cursor, "negate", [signs - 1, longOf(cursor, { digits: value, isNegative: true, at: from })]);
  }
  const number = longOf(cursor, { digits: value, isNegative: false, at: from });
  return wrapped(cursor, "negate", [signs, parseAccesses(cursor, number)]);
}

function countSigns(cursor: Cursor, sign: "!" | "-"): number {
  let count = 0;
  while (take(cursor, sign)) if (++count > MAX_SIGNS) tooManySigns(cursor, sign);
  return count;
}

function tooManySigns(cursor: Cursor, sign: string): never {
  abandon(cursor, {
    offset: cursor.lexer.before - 1,
    code: "cedar.syntax",
    message: `more than ${MAX_SIGNS} \`${sign}\` in a row`,
    help: null,
  });
}

function wrapped(cursor: Cursor, kind: "not" | "negate", [times, of]: readonly [number, Expression]): Expression {
  let expression = of;
  for (let i = 0; i < times; i++) expression = { kind, of: expression };
  grown(cursor, cursor.height + times);
  return expression;
}
