/** Values from JSON, plain or with the escapes of Cedar (`__entity`, `__extn`), and back. */

import { extensionFunction } from "./extension.ts";
import { extensionJson } from "./extension-json.ts";
import type { Json } from "./json.ts";
import { longOf } from "./long.ts";
import { type Fault, fault, isFault, recordOf, setOf, type Value } from "./value.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** As deep as a call may be; also ends what contains itself. */
const MAX_DEPTH = 64;

const TOO_DEEP = fault(`nested deeper than ${MAX_DEPTH} levels`);
const NO_ENTITY = fault("`__entity` must stand alone, with a `type` and an `id` that are texts");
const NO_EXTENSION = fault("`__extn` must stand alone, with a `fn` that is a text, and `arg` or `args`");

/**
 * Reads a value: arrays are sets, objects records (a null member is an absent one), integers longs.
 *
 * A fault for null, fractions, integers beyond 64 bits, numbers that may have been rounded, and malformed escapes. A
 * fault inside an object is a member that exists and cannot be read; inside an array it is that of the array.
 */
export function valueOfJson(json: unknown): Value | Fault {
  return read(json, 0);
}

/** Cedar JSON: entities and extension values as escapes, large longs as bigints; null for a member that is a fault. */
export function jsonOfValue(value: Value): Json {
  if (typeof value !== "object") return value;
  if (value.kind === undefined) return { __entity: { type: value.type, id: value.id } };
  if (value.kind === "set") return value.of.map(jsonOfValue);
  if (value.kind === "extension") return extensionJson(value);
  return Object.fromEntries([...value.members].map(([name, each]) => [name, isFault(each) ? null : jsonOfValue(each)]));
}

function read(json: unknown, depth: number): Value | Fault {
  if (typeof json === "string" || typeof json === "boolean") return json;
  if (typeof json === "number") return readNumber(json);
  if (typeof json === "bigint") return longOf(json) ?? fault(`an integer beyond 64 bits: ${json}`);
  if (typeof json !== "object" || json === null) return fault(`${json === null ? "null" : typeof json} is no value`);
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  return Array.isArray(json) ? readSet(json, depth + 1) : readObject(json as JsonObject, depth + 1);
}

function readNumber(number: number): Value | Fault {
  if (Number.isSafeInteger(number)) return number + 0;
  return fault(Number.isInteger(number) ? "a number that may have been rounded" : "a number that is no integer");
}

function readSet(json: readonly unknown[], depth: number): Value | Fault {
  const values = readAll(json, depth);
  return "kind" in values ? values : setOf(values);
}

function readObject(json: JsonObject, depth: number): Value | Fault {
  if (Object.hasOwn(json, "__entity")) return readEntity(json);
  if (Object.hasOwn(json, "__extn")) return readExtension(json, depth);
  const members = Object.keys(json).filter((name) => json[name] !== null && json[name] !== undefined);
  return recordOf(new Map(members.map((name) => [name, read(json[name], depth)])));
}

function readEntity(json: JsonObject): Value | Fault {
  const form = soleMember(json, "__entity");
  if (form === null || Object.keys(form).length !== 2) return NO_ENTITY;
  const [type, id] = [own(form, "type"), own(form, "id")];
  return typeof type === "string" && typeof id === "string" ? { type, id } : NO_ENTITY;
}

function readExtension(json: JsonObject, depth: number): Value | Fault {
  const form = soleMember(json, "__extn");
  const name = form === null ? null : own(form, "fn");
  if (form === null || Object.keys(form).length !== 2 || typeof name !== "string") return NO_EXTENSION;
  const given = Object.hasOwn(form, "arg") ? [form["arg"]] : own(form, "args");
  if (!Array.isArray(given)) return NO_EXTENSION;
  const values = readAll(given, depth + 1);
  if ("kind" in values) return values;
  const found = extensionFunction(name, values.length);
  return "kind" in found ? found : found.apply(values[0]!, values[1] ?? values[0]!);
}

function soleMember(json: JsonObject, name: string): JsonObject | null {
  const member = Object.keys(json).length === 1 ? json[name] : null;
  return typeof member === "object" && member !== null ? (member as JsonObject) : null;
}

function own(json: JsonObject, name: string): unknown {
  return Object.hasOwn(json, name) ? json[name] : undefined;
}

function readAll(json: readonly unknown[], depth: number): readonly Value[] | Fault {
  const values: Value[] = [];
  for (const each of json) {
    const value = read(each, depth);
    if (isFault(value)) return value;
    values.push(value);
  }
  return values;
}
