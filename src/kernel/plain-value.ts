/** JSON as Cedar values where no schema says more: plain values, and the escapes `__entity` and `__extn`. */

import { isName, isOpenName } from "./entity-name.ts";
import { constantOf } from "./evaluate.ts";
import type { Expression, Uid } from "./expression.ts";
import { EXTENSION_TYPES } from "./extension-text.ts";
import { pointerOf, quoted } from "./json-error.ts";
import { isJsonObject, type JsonObject, kindOf } from "./json-kind.ts";
import { longOf } from "./long.ts";
import { isFault } from "./value.ts";

/** What does not fit, and where. */
export interface Misfit {
  readonly problem: string;
  /** JSON Pointer. */
  readonly pointer: string;
}

export type ReadValue = { readonly value: Expression } | Misfit;

const MAX_DEPTH = 64;

/** The value that a JSON value is by itself: lists are sets, objects are records or escapes. */
export function plainValue(json: unknown, pointer: string, depth = 0): ReadValue {
  if (typeof json === "boolean") return { value: { kind: "bool", value: json } };
  if (typeof json === "string") return textValue(json, pointer);
  if (typeof json === "number" || typeof json === "bigint") return longValue(json, pointer);
  if (depth >= MAX_DEPTH) return { problem: `values nested deeper than ${MAX_DEPTH} levels`, pointer };
  if (Array.isArray(json)) return setOf(json, pointer, (item, at) => plainValue(item, at, depth + 1));
  if (!isJsonObject(json)) return { problem: `${kindOf(json)} is no value in Cedar`, pointer };
  return (
    escapeIn(json, pointer, depth) ?? recordOf(json, pointer, (_, member, at) => plainValue(member, at, depth + 1))
  );
}

export function textValue(text: string, pointer: string): ReadValue {
  if (text.isWellFormed()) return { value: { kind: "string", value: text } };
  return { problem: `${quoted(text)} holds half a surrogate pair`, pointer };
}

/** A 64-bit integer; a number that a double may have rounded is refused. */
export function longValue(json: number | bigint, pointer: string): ReadValue {
  if (typeof json === "number" && !Number.isInteger(json))
    return { problem: `${quoted(String(json))} is no integer`, pointer };
  const isExact = typeof json === "bigint" || Number.isSafeInteger(json);
  if (!isExact || longOf(BigInt(json)) === null)
    return { problem: `${quoted(String(json))} is beyond 64 bits, or was rounded on the way`, pointer };
  return { value: { kind: "long", value: String(BigInt(json)) } };
}

/** A set of items read alike, or the first that does not fit. */
export function setOf(
  items: readonly unknown[],
  pointer: string,
  read: (item: unknown, pointer: string) => ReadValue,
): ReadValue {
  const of: Expression[] = [];
  for (const [index, item] of items.entries()) {
    const each = read(item, `${pointer}/${index}`);
    if ("problem" in each) return each;
    of.push(each.value);
  }
  return { value: { kind: "set", of } };
}

/** A record of all members in the order of their names, or the first that does not fit. */
export function recordOf(
  object: JsonObject,
  pointer: string,
  read: (name: string, member: unknown, pointer: string) => ReadValue,
): ReadValue {
  const of: (readonly [string, Expression])[] = [];
  for (const name of Object.keys(object).sort()) {
    const each = read(name, object[name], pointer + pointerOf([name]));
    if ("problem" in each) return each;
    of.push([name, each.value]);
  }
  return { value: { kind: "record", of } };
}

/** Null when the object has none of the reserved keys. */
function escapeIn(object: JsonObject, pointer: string, depth: number): ReadValue | null {
  const key = ["__entity", "__extn", "__expr"].find((name) => Object.hasOwn(object, name));
  if (key === undefined) return null;
  if (key === "__expr") return { problem: "the escape `__expr` is no longer part of Cedar", pointer };
  if (Object.keys(object).length > 1) return { problem: `\`${key}\` must stand alone in its object`, pointer };
  const at = `${pointer}/${key}`;
  if (key === "__extn") return callValue(object[key], at, depth + 1);
  const read = typeAndId(object[key], at);
  return "problem" in read ? read : { value: { kind: "entity", ...read.uid } };
}

const ENTITY = "an entity: an object with `type` and `id`, both strings, and nothing else";

/** The name of an entity: `{ type, id }` or `{ __entity: { type, id } }`. */
export function uidValue(json: unknown, pointer: string): { readonly uid: Uid } | Misfit {
  const isEscape = isJsonObject(json) && Object.hasOwn(json, "__entity");
  if (!isEscape) return typeAndId(json, pointer);
  if (Object.keys(json).length > 1) return { problem: "`__entity` must stand alone in its object", pointer };
  return typeAndId(json["__entity"], `${pointer}/__entity`);
}

function typeAndId(json: unknown, pointer: string): { readonly uid: Uid } | Misfit {
  if (!isJsonObject(json)) return { problem: `expected ${ENTITY}, but found ${kindOf(json)}`, pointer };
  const { type, id } = json;
  if (typeof type !== "string" || typeof id !== "string" || Object.keys(json).length !== 2)
    return { problem: `expected ${ENTITY}`, pointer };
  if (!isName(type) || !isOpenName(type))
    return { problem: `${quoted(type)} is not the name of an entity type`, pointer };
  if (!id.isWellFormed()) return { problem: `${quoted(id)} holds half a surrogate pair`, pointer };
  return { uid: { type, id } };
}

const CALL = "a call: an object with `fn` and either `arg` or `args`, and nothing else";

/** `{ fn, arg }` or `{ fn, args }`: a constructor with its text, or `offset` as Cedar itself writes datetimes. */
export function callValue(json: unknown, pointer: string, depth = 0): ReadCall {
  if (!isJsonObject(json)) return { problem: `expected ${CALL}, but found ${kindOf(json)}`, pointer };
  const { fn } = json;
  if (typeof fn !== "string" || Object.keys(json).length !== 2) return { problem: `expected ${CALL}`, pointer };
  const args = argumentsOf(json, pointer, depth);
  return "problem" in args ? args : checkedCall({ kind: "call", name: fn, of: args.of }, pointer);
}

type Call = Expression & { readonly kind: "call" };
type ReadCall = { readonly value: Call } | Misfit;

function argumentsOf(
  json: JsonObject,
  pointer: string,
  depth: number,
): { readonly of: readonly Expression[] } | Misfit {
  const of: Expression[] = [];
  const isList = Array.isArray(json["args"]);
  const items: readonly unknown[] = isList ? (json["args"] as readonly unknown[]) : [json["arg"]];
  for (const [index, item] of items.entries()) {
    const each = plainValue(item, isList ? `${pointer}/args/${index}` : `${pointer}/arg`, depth + 1);
    if ("problem" in each) return each;
    of.push(each.value);
  }
  return { of };
}

function checkedCall(call: Call, pointer: string): ReadCall {
  const type = EXTENSION_TYPES.get(extensionOf(call) ?? "");
  if (type === undefined) return { problem: `${quoted(call.name)} constructs no value; expected ${MAKERS}`, pointer };
  const value = constantOf(call);
  if (!isFault(value)) return { value: call };
  const [text] = call.of;
  const given = text?.kind === "string" ? ` ${quoted(text.value)}` : ` this, ${value.text}`;
  return { problem: `\`${call.name}\` does not take${given}; write it like \`${type.example}\``, pointer };
}

const MAKERS: string = [...EXTENSION_TYPES.values()].map(({ maker }) => quoted(maker)).join(", ");

/** The extension type of what a call constructs; null when it constructs nothing. */
export function extensionOf(call: Call): string | null {
  if (call.name === "offset") return "datetime";
  for (const [name, { maker }] of EXTENSION_TYPES) if (maker === call.name) return name;
  return null;
}
