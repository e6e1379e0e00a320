/** The grammar of `when` expressions: not binds tighter than and, and tighter than or; one comparison a level. */

import { quoted } from "../../kernel/json-error.ts";
import { type Fault, type Token, tokensOf } from "./token.ts";

export type Comparison = "==" | "!=" | "<=" | ">=" | "<" | ">";

/** `at` is the offset of the node's first token, of the operator for those that have two sides. */
export type Node =
  | { readonly kind: "bool"; readonly value: boolean; readonly at: number }
  | { readonly kind: "number" | "string"; readonly value: string; readonly at: number }
  | { readonly kind: "null"; readonly at: number }
  | { readonly kind: "path"; readonly names: readonly string[]; readonly at: number }
  | { readonly kind: "not"; readonly of: Node; readonly at: number }
  | { readonly kind: "and" | "or"; readonly of: readonly Node[]; readonly at: number }
  | {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: Node;
      readonly right: Node;
      readonly at: number;
    };

/** INVARIANT: a level is at most five containers of the lowered rule, and canonical JSON has 64 in all. */
const MAX_DEPTH = 8;
const COMPARISONS: readonly string[] = ["==", "!=", "<=", ">=", "<", ">"];
const CONNECTIVES: readonly string[] = ["and", "or", "not"];
const WORDS: readonly string[] = [...CONNECTIVES, "true", "false", "null"];

interface Parser {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  /** The first one; nothing is parsed after it. */
  fault: Fault | null;
}

/** The tree of an expression, or the first thing that is wrong with its form. */
export function parseSyntax(text: string): Node | Fault {
  const tokens = tokensOf(text);
  if ("message" in tokens) return tokens;
  const parser: Parser = { tokens, at: 0, depth: 0, fault: null };
  const node = parseOr(parser);
  if (node !== null && next(parser).kind !== "end") refuse(parser, "the end");
  // A node is only null beside a fault.
  return parser.fault ?? (node as Node);
}

function parseOr(parser: Parser): Node | null {
  return parseChain(parser, "or", parseAnd);
}

function parseAnd(parser: Parser): Node | null {
  return parseChain(parser, "and", parseNot);
}

function parseChain(parser: Parser, kind: "and" | "or", parseMember: (parser: Parser) => Node | null): Node | null {
  const { at } = next(parser);
  const of: Node[] = [];
  do {
    const member = parseMember(parser);
    if (member === null) return null;
    of.push(member);
  } while (take(parser, "name", kind) !== null);
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind, of, at };
}

function parseNot(parser: Parser): Node | null {
  const word = take(parser, "name", "not");
  if (word === null) return parseComparison(parser);
  const of = deeper(parser, parseNot);
  return of === null ? null : { kind: "not", of, at: word.at };
}

function parseComparison(parser: Parser): Node | null {
  const left = parsePrimary(parser);
  const { kind, text, at } = next(parser);
  if (left === null || kind !== "operator" || !COMPARISONS.includes(text)) return left;
  parser.at++;
  const right = parsePrimary(parser);
  return right === null ? null : { kind: "compare", operator: text as Comparison, left, right, at };
}

function parsePrimary(parser: Parser): Node | null {
  if (take(parser, "operator", "(") !== null) return parseGroup(parser);
  const { kind, text, at } = next(parser);
  if (kind === "operator" || kind === "end" || (kind === "name" && CONNECTIVES.includes(text)))
    return refuse(parser, "a value");
  parser.at++;
  if (kind !== "name") return { kind, value: text, at };
  if (text === "null") return { kind: "null", at };
  return text === "true" || text === "false"
    ? { kind: "bool", value: text === "true", at }
    : parsePath(parser, text, at);
}

function parseGroup(parser: Parser): Node | null {
  const inner = deeper(parser, parseOr);
  if (inner === null) return null;
  return take(parser, "operator", ")") === null ? refuse(parser, "`)`") : inner;
}

function parsePath(parser: Parser, root: string, at: number): Node | null {
  const names = [root];
  while (take(parser, "operator", ".") !== null) {
    const { kind, text } = next(parser);
    if (kind !== "name" || WORDS.includes(text)) return refuse(parser, "a name");
    names.push(text);
    parser.at++;
  }
  return { kind: "path", names, at };
}

function deeper(parser: Parser, parse: (parser: Parser) => Node | null): Node | null {
  if (parser.depth === MAX_DEPTH) {
    const message = `nested deeper than ${MAX_DEPTH} levels`;
    parser.fault ??= { code: "expression.depth", message, at: next(parser).at };
    return null;
  }
  parser.depth++;
  const node = parse(parser);
  parser.depth--;
  return node;
}

function next({ tokens, at }: Parser): Token {
  // INVARIANT: the last token is the end, and nothing steps over it.
  return tokens[at] as Token;
}

function take(parser: Parser, kind: Token["kind"], text: string): Token | null {
  const token = next(parser);
  if (token.kind !== kind || token.text !== text) return null;
  parser.at++;
  return token;
}

function refuse(parser: Parser, wanted: string): null {
  const { kind, text, at } = next(parser);
  const message = `expected ${wanted}, found ${kind === "end" ? "the end" : quoted(text)}`;
  const isSecond = COMPARISONS.includes(text) && wanted === "the end";
  const help = isSecond ? { help: "compare two values at a time: `a == b and b == c`" } : {};
  parser.fault ??= { code: "expression.syntax", message, ...help, at };
  return null;
}
