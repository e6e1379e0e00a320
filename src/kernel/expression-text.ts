/** Expression → canonical Cedar text, with the parentheses it needs and no others. */

import { escapePattern, escapeString } from "./cedar-escape.ts";
import { EXTENSION_FUNCTIONS, isPlainName, METHODS } from "./cedar-word.ts";
import type { BinaryOperator, Expression } from "./expression.ts";

/** How tightly an expression binds; where a higher level is wanted it stands in parentheses. */
type Level = number;
const WHOLE: Level = 0;
const OR: Level = 1;
const AND: Level = 2;
const RELATION: Level = 3;
const SUM: Level = 4;
const PRODUCT: Level = 5;
const UNARY: Level = 6;
const MEMBER: Level = 7;

type Infix = readonly [sign: string, level: Level, left: Level, right: Level];

const INFIX: Partial<Record<BinaryOperator, Infix>> = {
  equal: ["==", RELATION, SUM, SUM],
  less: ["<", RELATION, SUM, SUM],
  at_most: ["<=", RELATION, SUM, SUM],
  in: ["in", RELATION, SUM, SUM],
  add: ["+", SUM, SUM, PRODUCT],
  subtract: ["-", SUM, SUM, PRODUCT],
  multiply: ["*", PRODUCT, PRODUCT, UNARY],
};

const METHOD_NAMES: ReadonlyMap<BinaryOperator | null, string> = new Map(
  [...METHODS].map(([name, operator]) => [operator, name]),
);

/** The text of an expression, on one line; read again it gives the same expression. */
export function formatExpression(expression: Expression): string {
  return at(expression, WHOLE);
}

function at(expression: Expression, wanted: Level): string {
  const [text, level] = format(expression);
  return level < wanted ? `(${text})` : text;
}

function format(e: Expression): readonly [text: string, level: Level] {
  switch (e.kind) {
    case "bool":
      return [String(e.value), MEMBER];
    case "string":
      return [escapeString(e.value), MEMBER];
    case "long":
      return [e.value, e.value.startsWith("-") ? UNARY : MEMBER];
    case "entity":
      return [`${e.type}::${escapeString(e.id)}`, MEMBER];
    case "variable":
      return [e.name, MEMBER];
    case "and":
      return [e.of.map((member) => at(member, RELATION)).join(" && "), AND];
    case "or":
      return [e.of.map((member) => at(member, AND)).join(" || "), OR];
    case "not":
      return formatNot(e.of);
    case "negate":
      return [`-${e.of.kind === "long" ? `(${e.of.value})` : at(e.of, MEMBER)}`, UNARY];
    case "if":
      return [`if ${at(e.test, WHOLE)} then ${at(e.then, WHOLE)} else ${at(e.else, WHOLE)}`, WHOLE];
    case "binary":
      return formatBinary(e);
    case "is_empty":
      return [`${at(e.of, MEMBER)}.isEmpty()`, MEMBER];
    case "is":
      return [`${at(e.of, SUM)} is ${e.type}${e.in === null ? "" : ` in ${at(e.in, SUM)}`}`, RELATION];
    case "like":
      return [`${at(e.of, SUM)} like ${escapePattern(e.pattern)}`, RELATION];
    case "get":
      return [`${at(e.of, MEMBER)}${isPlainName(e.name) ? `.${e.name}` : `[${escapeString(e.name)}]`}`, MEMBER];
    case "has":
      return formatHas(e.of, e.names);
    case "set":
      return [`[${formatList(e.of)}]`, MEMBER];
    case "record":
      return [`{${e.of.map(([name, value]) => `${formatName(name)}: ${at(value, WHOLE)}`).join(", ")}}`, MEMBER];
    case "call":
      return [formatCall(e.name, e.of), MEMBER];
    case "order":
      return [`${at(e.left, SUM)} ${e.operator === "less" ? "<" : "<="} ${at(e.right, SUM)}`, RELATION];
  }
}

function formatNot(of: Expression): readonly [string, Level] {
  if (of.kind !== "binary" || of.operator !== "equal") return [`!${at(of, MEMBER)}`, UNARY];
  return [`${at(of.left, SUM)} != ${at(of.right, SUM)}`, RELATION];
}

function formatBinary(e: Expression & { readonly kind: "binary" }): readonly [string, Level] {
  const infix = INFIX[e.operator];
  if (infix === undefined) {
    return [`${at(e.left, MEMBER)}.${METHOD_NAMES.get(e.operator)}(${at(e.right, WHOLE)})`, MEMBER];
  }
  const [sign, level, left, right] = infix;
  return [`${at(e.left, left)} ${sign} ${at(e.right, right)}`, level];
}

/** Only plain names can be joined by dots in text; a path with others, which JSON can bring, becomes a conjunction. */
function formatHas(of: Expression, names: readonly string[]): readonly [string, Level] {
  const [first = ""] = names;
  if (names.length === 1) return [`${at(of, SUM)} has ${formatName(first)}`, RELATION];
  if (names.every(isPlainName)) return [`${at(of, SUM)} has ${names.join(".")}`, RELATION];
  return format({
    kind: "and",
    of: names.map((name, i) => ({ kind: "has", of: along(of, names.slice(0, i)), names: [name] })),
  });
}

function along(of: Expression, names: readonly string[]): Expression {
  return names.reduce<Expression>((record, name) => ({ kind: "get", of: record, name }), of);
}

function formatName(name: string): string {
  return isPlainName(name) ? name : escapeString(name);
}

function formatList(of: readonly Expression[]): string {
  return of.map((member) => at(member, WHOLE)).join(", ");
}

function formatCall(name: string, of: readonly Expression[]): string {
  if (EXTENSION_FUNCTIONS.has(name)) return `${name}(${formatList(of)})`;
  const [receiver, ...rest] = of;
  return `${at(receiver!, MEMBER)}.${name}(${formatList(rest)})`;
}
