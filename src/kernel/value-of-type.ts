/** JSON as the value of a type that a schema gives: what the type says need not be written out. */

import { extensionFunction } from "./extension.ts";
import type { Json } from "./json.ts";
import { valueOfJson } from "./json-value.ts";
import type { RecordType, ValueType } from "./schema.ts";
import { type Fault, isEntity, isFault, isLong, type RecordValue, recordOf, setOf, type Value } from "./value.ts";

type Members = { readonly [name: string]: Json };

/** The same value as by typed-value.ts, which says what is wrong with one that does not fit; here it is null. */
export function valueOfType(json: Json, type: ValueType): Value | null {
  if (type.kind === "set") return Array.isArray(json) ? setOfType(json, type.of) : null;
  if (type.kind === "record") return isMembers(json) ? recordOfType(json, type) : null;
  const value = type.kind === "extension" ? extensionOf(json, type.name) : valueOfJson(escaped(json, type));
  return isFault(value) || !isOfType(value, type) ? null : value;
}

function isOfType(value: Value, type: ValueType): boolean {
  if (type.kind === "long") return isLong(value);
  if (type.kind === "bool") return typeof value === "boolean";
  if (type.kind === "string") return typeof value === "string" && value.isWellFormed();
  if (type.kind === "entity") return isEntity(value) && value.type === type.type && value.id.isWellFormed();
  return typeof value === "object" && value.kind === "extension" && value.type === (type as { name: string }).name;
}

/** An entity may be written without its escape. */
function escaped(json: Json, type: ValueType): unknown {
  return type.kind === "entity" && isMembers(json) && Object.hasOwn(json, "type") ? { __entity: json } : json;
}

const MAKERS: ReadonlyMap<string, string> = new Map([["ipaddr", "ip"]]);

/** A text is what the constructor takes; a call may be written without its escape. */
function extensionOf(json: Json, name: string): Value | Fault {
  if (isMembers(json)) return valueOfJson(Object.hasOwn(json, "fn") ? { __extn: json } : json);
  const maker = extensionFunction(MAKERS.get(name) ?? name, 1);
  return typeof json !== "string" || "kind" in maker ? valueOfJson(json) : maker.apply(json, json);
}

function setOfType(items: readonly Json[], type: ValueType): Value | null {
  const values = items.map((item) => valueOfType(item, type));
  if (!values.every((value) => value !== null)) return null;
  const set = setOf(values);
  return isFault(set) ? null : set;
}

/** With all attributes that are required, and none that is not declared. */
function recordOfType(json: Members, { attributes }: RecordType): RecordValue | null {
  const members = new Map<string, Value>();
  for (const { name, required, type } of attributes) {
    const value = Object.hasOwn(json, name) ? valueOfType(json[name] as Json, type) : undefined;
    if (value === null || (value === undefined && required)) return null;
    if (value !== undefined) members.set(name, value);
  }
  return members.size < Object.keys(json).length ? null : recordOf(members);
}

function isMembers(json: Json): json is Members {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
