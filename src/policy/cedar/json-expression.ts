/** Expressions of Cedar's JSON form: one object with one key, which names the operator. */

import { EXTENSION_FUNCTIONS, EXTENSION_METHODS, isTypeName, METHODS, VARIABLES } from "../../kernel/cedar-word.ts";
import type { BinaryOperator, Expression, LikePattern } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import { nearest } from "../suggest.ts";
import {
  entriesOf,
  fields,
  has,
  inside,
  membersOf,
  nameAt,
  refuse,
  refuseKind,
  type Spot,
  textAt,
} from "./json-shape.ts";
import { callOf, isExtension, readValue, refused } from "./json-value.ts";
import { MAX_DEPTH } from "./syntax.ts";

type Reader = (spot: Spot, depth: number) => Expression;

interface Row {
  readonly read: Reader;
  /** Keys of the operand; null when the reader looks by itself. */
  readonly needed: readonly string[] | null;
  readonly optional: readonly string[];
}

const ROWS: ReadonlyMap<string, Row> = new Map<string, Row>([
  ["Value", row(readValue, null)],
  ["Var", row(readVariable, null)],
  ["Slot", row((spot) => refused(spot, "a slot cannot stand in a condition"), null)],
  ["!", row((spot, depth) => ({ kind: "not", of: field(spot, "arg", depth) }), ["arg"])],
  ["neg", row((spot, depth) => ({ kind: "negate", of: field(spot, "arg", depth) }), ["arg"])],
  ["isEmpty", row((spot, depth) => ({ kind: "is_empty", of: field(spot, "arg", depth) }), ["arg"])],
  ["&&", sides((spot, depth) => readJunction(spot, ["&&", "and"], depth))],
  ["||", sides((spot, depth) => readJunction(spot, ["||", "or"], depth))],
  ...binaries(),
  ["!=", sides((spot, depth) => ({ kind: "not", of: readBinary(spot, "equal", depth + 1) }))],
  [">", sides((spot, depth) => swapped(readBinary(spot, "less", depth)))],
  [">=", sides((spot, depth) => swapped(readBinary(spot, "at_most", depth)))],
  [".", row(readGet, ["left", "attr"])],
  ["has", row(readHas, ["left", "attr"])],
  ["like", row(readLike, ["left", "pattern"])],
  ["is", row(readIs, ["left", "entity_type"], ["in"])],
  ["if-then-else", row(readIf, ["if", "then", "else"])],
  ["Set", row((spot, depth) => ({ kind: "set", of: readMembers(spot, depth) }), null)],
  ["Record", row(readRecord, null)],
]);

const NOTHING: Expression = { kind: "bool", value: false };

/** The expression that the value stands for; `depth` counts the nodes around it. */
export function readExpression(spot: Spot, depth = 1): Expression {
  if (depth > MAX_DEPTH) return refused(spot, `deeper than ${MAX_DEPTH} levels`);
  const [entry, ...more] = entriesOf(spot);
  if (entry === undefined || more.length > 0) return refused(spot, "expected an object with one key, the operator");
  const [name, of] = entry;
  if (isExtension(name)) return callOf(of, name, readMembers(of, depth));
  const found = ROWS.get(name);
  if (found === undefined) return unknownOperator(of, name);
  const isWhole = found.needed === null || fields(of, found.needed, found.optional) !== null;
  return isWhole ? found.read(of, depth) : NOTHING;
}

function row(read: Reader, needed: Row["needed"], optional: Row["optional"] = []): Row {
  return { read, needed, optional };
}

function sides(read: Reader): Row {
  return row(read, ["left", "right"]);
}

function readMembers(spot: Spot, depth: number): readonly Expression[] {
  return membersOf(spot).map((member) => readExpression(member, depth + 1));
}

function field(spot: Spot, key: string, depth: number): Expression {
  return readExpression(inside(spot, key), depth + 1);
}

function binaries(): (readonly [string, Row])[] {
  const signs: readonly (readonly [string, BinaryOperator | null])[] = [
    ["==", "equal"],
    ["<", "less"],
    ["<=", "at_most"],
    ["in", "in"],
    ["+", "add"],
    ["-", "subtract"],
    ["*", "multiply"],
    ...METHODS,
  ];
  return signs.flatMap(([sign, operator]) =>
    operator === null ? [] : [[sign, sides((spot, depth) => readBinary(spot, operator, depth))] as const],
  );
}

function readBinary(spot: Spot, operator: BinaryOperator, depth: number): Expression & { readonly kind: "binary" } {
  return { kind: "binary", operator, left: field(spot, "left", depth), right: field(spot, "right", depth) };
}

function swapped(e: Expression & { readonly kind: "binary" }): Expression {
  return { ...e, left: e.right, right: e.left };
}

/** A chain leans to the left as deep as it is long, so it is walked and not descended. */
function readJunction(spot: Spot, [sign, kind]: readonly [string, "and" | "or"], depth: number): Expression {
  const operands: Spot[] = [];
  let at = spot;
  for (;;) {
    operands.push(inside(at, "right"));
    const left = inside(at, "left");
    at = inside(left, sign);
    if (has(left, sign) && fields(left, [sign]) !== null && fields(at, ["left", "right"]) !== null) continue;
    operands.push(left);
    break;
  }
  const of = operands.reverse().map((operand) => readExpression(operand, depth + 1));
  return { kind, of: of.flatMap((member) => (member.kind === kind ? member.of : [member])) };
}

function readVariable(spot: Spot): Expression {
  const name = VARIABLES.find((variable) => variable === spot.value);
  if (name !== undefined) return { kind: "variable", name };
  refuseKind(spot, `one of ${VARIABLES.join(", ")}`);
  return NOTHING;
}

function readGet(spot: Spot, depth: number): Expression {
  return { kind: "get", of: field(spot, "left", depth), name: textAt(inside(spot, "attr")) };
}

function readHas(spot: Spot, depth: number): Expression {
  const attr = inside(spot, "attr");
  const names = typeof attr.value === "string" ? [attr.value] : membersOf(attr).map((name) => textAt(name));
  if (names.length === 0) refuse(attr, "expected at least one name");
  return { kind: "has", of: field(spot, "left", depth), names };
}

function readLike(spot: Spot, depth: number): Expression {
  const pattern: (string | null)[] = [];
  for (const element of membersOf(inside(spot, "pattern"))) {
    const literal = element.value === "Wildcard" ? null : readLiteral(element);
    const last = pattern.at(-1);
    if (typeof literal === "string" && typeof last === "string") pattern[pattern.length - 1] = last + literal;
    else if (literal !== "") pattern.push(literal);
  }
  return { kind: "like", of: field(spot, "left", depth), pattern: pattern satisfies LikePattern };
}

function readLiteral(spot: Spot): string {
  return fields(spot, ["Literal"]) === null ? "" : textAt(inside(spot, "Literal"));
}

function readIs(spot: Spot, depth: number): Expression {
  const type = nameAt(inside(spot, "entity_type"), "an entity type", isTypeName);
  return { kind: "is", of: field(spot, "left", depth), type, in: has(spot, "in") ? field(spot, "in", depth) : null };
}

function readIf(spot: Spot, depth: number): Expression {
  const [test, yes, no] = ["if", "then", "else"].map((key) => field(spot, key, depth));
  // biome-ignore lint/suspicious/noThenProperty: a node of the tree, never awaited
  return { kind: "if", test: test!, then: yes!, else: no! };
}

function readRecord(spot: Spot, depth: number): Expression {
  return { kind: "record", of: entriesOf(spot).map(([name, member]) => [name, readExpression(member, depth + 1)]) };
}

function unknownOperator(spot: Spot, name: string): Expression {
  const near = nearest(name, [...ROWS.keys(), ...EXTENSION_FUNCTIONS, ...EXTENSION_METHODS]);
  refuse(spot, `${quoted(name)} is no operator`, near === null ? null : `did you mean \`${near}\`?`);
  return NOTHING;
}
