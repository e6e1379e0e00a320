/** Values of Cedar's JSON form: literals, `__entity`, `__extn`, sets, records. */

import { EXTENSION_FUNCTIONS, EXTENSION_METHODS, isTypeName } from "../../kernel/cedar-word.ts";
import type { Expression } from "../../kernel/expression.ts";
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
import { MAX_DEPTH } from "./syntax.ts";

const NOTHING: Expression = { kind: "bool", value: false };
const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

/** The expression of a value; `depth` counts the nodes around it. */
export function readValue(spot: Spot, depth: number): Expression {
  const { value } = spot;
  if (depth > MAX_DEPTH) return refused(spot, `deeper than ${MAX_DEPTH} levels`);
  switch (typeof value) {
    case "boolean":
      return { kind: "bool", value };
    case "string":
      return { kind: "string", value };
    case "bigint":
    case "number":
      return readLong(spot, value);
    default:
      if (Array.isArray(value)) return { kind: "set", of: membersOf(spot).map((m) => readValue(m, depth + 1)) };
      return readObject(spot, depth);
  }
}

/** `{type, id}`, also inside `{__entity: …}`. */
export function readUid(spot: Spot): Expression & { readonly kind: "entity" } {
  const plain = has(spot, "__entity") ? inside(only(spot, "__entity"), "__entity") : spot;
  if (fields(plain, ["type", "id"]) === null) return { kind: "entity", type: "", id: "" };
  const type = nameAt(inside(plain, "type"), "an entity type", isTypeName);
  return { kind: "entity", type, id: textAt(inside(plain, "id")) };
}

export function isExtension(name: string): boolean {
  return EXTENSION_FUNCTIONS.has(name) || EXTENSION_METHODS.has(name);
}

/** A call; a method needs its receiver. */
export function callOf(spot: Spot, name: string, of: readonly Expression[]): Expression {
  if (of.length > 0 || EXTENSION_FUNCTIONS.has(name)) return { kind: "call", name, of };
  return refused(spot, `the method \`${name}\` has no receiver`);
}

export function refused(spot: Spot, message: string): Expression {
  refuse(spot, message);
  return NOTHING;
}

function readLong(spot: Spot, value: number | bigint): Expression {
  const isExact = typeof value === "bigint" ? value >= SMALLEST && value <= LARGEST : Number.isSafeInteger(value);
  if (!isExact) refuseKind(spot, "a 64-bit integer");
  // A negative zero is written `0` too.
  return { kind: "long", value: String(value) };
}

function readObject(spot: Spot, depth: number): Expression {
  if (has(spot, "__entity")) return readUid(spot);
  if (has(spot, "__extn")) return readCall(inside(only(spot, "__extn"), "__extn"), depth);
  const record = entriesOf(spot).map(([name, member]) => [name, readValue(member, depth + 1)] as const);
  return { kind: "record", of: record };
}

function readCall(spot: Spot, depth: number): Expression {
  const hasMany = has(spot, "args");
  if (fields(spot, ["fn", hasMany ? "args" : "arg"]) === null) return NOTHING;
  const name = nameAt(inside(spot, "fn"), "an extension function", isExtension);
  const given = hasMany ? membersOf(inside(spot, "args")) : [inside(spot, "arg")];
  const of = given.map((argument) => readValue(argument, depth + 1));
  return callOf(spot, name, of);
}

/** An escape must be alone in its object. */
function only(spot: Spot, key: string): Spot {
  fields(spot, [key]);
  return spot;
}
