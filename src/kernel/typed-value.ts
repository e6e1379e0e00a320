/** JSON as Cedar values of a type: what the type says need not be written out. */

import type { Expression } from "./expression.ts";
import { EXTENSION_TYPES } from "./extension-text.ts";
import { pointerOf, quoted } from "./json-error.ts";
import { isJsonObject, type JsonObject, kindOf } from "./json-kind.ts";
import {
  callValue,
  extensionOf,
  longValue,
  plainValue,
  type ReadValue,
  setOf,
  textValue,
  uidValue,
} from "./plain-value.ts";
import type { RecordType, ValueType } from "./schema.ts";

/**
 * Reads a JSON value as one of the type: a string where an extension value is due becomes its constructor call,
 * `{ type, id }` where an entity is due the entity; the escapes of Cedar are taken as well.
 *
 * Records have all required attributes and none that is not declared. Ids of enumerated types are not looked at.
 */
export function typedValue(json: unknown, type: ValueType, pointer: string): ReadValue {
  switch (type.kind) {
    case "bool":
      return typeof json === "boolean" ? { value: { kind: "bool", value: json } } : expected("true or false");
    case "string":
      return typeof json === "string" ? textValue(json, pointer) : expected("a string");
    case "long":
      return typeof json === "number" || typeof json === "bigint" ? longValue(json, pointer) : expected("an integer");
    case "entity":
      return entityOf(type.type, json, pointer);
    case "set":
      if (!Array.isArray(json)) return expected("a list");
      return setOf(json, pointer, (item, at) => typedValue(item, type.of, at));
    case "record":
      return isJsonObject(json) ? typedRecord(json, type, pointer) : expected("an object");
    case "extension":
      return extensionValue(json, type.name, pointer);
  }
  function expected(what: string): ReadValue {
    return { problem: `expected ${what} but found ${kindOf(json)}`, pointer };
  }
}

function entityOf(type: string, json: unknown, pointer: string): ReadValue {
  const read = uidValue(json, pointer);
  if ("problem" in read) return read;
  if (read.uid.type === type) return { value: { kind: "entity", ...read.uid } };
  return {
    problem: `expected an entity of type ${quoted(type)} but found one of type ${quoted(read.uid.type)}`,
    pointer,
  };
}

function typedRecord(object: JsonObject, { attributes }: RecordType, pointer: string): ReadValue {
  const of: (readonly [string, Expression])[] = [];
  for (const { name, required, type } of attributes) {
    if (!Object.hasOwn(object, name)) {
      if (required) return { problem: `the attribute ${quoted(name)} is missing`, pointer };
      continue;
    }
    const member = typedValue(object[name], type, pointer + pointerOf([name]));
    if ("problem" in member) return member;
    of.push([name, member.value]);
  }
  const extra = of.length < Object.keys(object).length ? undeclared(object, attributes) : null;
  if (extra === null) return { value: { kind: "record", of } };
  return { problem: `the attribute ${quoted(extra)} is not declared`, pointer: pointer + pointerOf([extra]) };
}

function undeclared(object: JsonObject, attributes: RecordType["attributes"]): string {
  const known = new Set(attributes.map(({ name }) => name));
  return Object.keys(object).find((name) => !known.has(name))!;
}

function extensionValue(json: unknown, type: string, pointer: string): ReadValue {
  const read = callIn(json, type, pointer);
  if ("problem" in read) return read;
  const { value } = read;
  if (value.kind === "call" && extensionOf(value) === type) return read;
  return { problem: `expected a value of type \`${type}\``, pointer };
}

function callIn(json: unknown, type: string, pointer: string): ReadValue {
  if (typeof json === "string") {
    const read = callValue({ fn: EXTENSION_TYPES.get(type)!.maker, arg: json }, pointer);
    return "problem" in read ? { ...read, pointer } : read;
  }
  if (isJsonObject(json)) return Object.hasOwn(json, "fn") ? callValue(json, pointer) : plainValue(json, pointer);
  return {
    problem: `expected a string like \`${EXTENSION_TYPES.get(type)!.example}\` but found ${kindOf(json)}`,
    pointer,
  };
}
