/** Equality of values as Cedar's `==` has it, and membership in sets; both cost the values, not their product. */

import type { EntityValue, ExtensionValue, Primitive, RecordValue, SetIndex, SetValue, Value } from "./value.ts";
import { compositeKey } from "./value-key.ts";

/** Up to here a primitive is searched for where it stands; an index would cost more than it saves. */
const SHORT = 8;

/** Never fails: values of different types are unequal. INVARIANT: neither value has a flaw. */
export function sameValue(left: Value, right: Value): boolean {
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  if (left.kind === undefined) return right.kind === undefined && sameEntity(left, right);
  if (left.kind === "set") return right.kind === "set" && sameSet(left, right);
  if (left.kind === "record") return right.kind === "record" && sameRecord(left, right);
  return right.kind === "extension" && sameExtension(left, right);
}

export function contains(set: SetValue, value: Value): boolean {
  if (set.index === null && typeof value !== "object" && set.of.length <= SHORT) return set.of.includes(value);
  return hasMember(indexOf(set), value);
}

export function containsAll(set: SetValue, others: SetValue): boolean {
  return others.of.every((value) => contains(set, value));
}

export function containsAny(set: SetValue, others: SetValue): boolean {
  return others.of.some((value) => contains(set, value));
}

/** The distinct members, built once a set. */
export function indexOf(set: SetValue): SetIndex {
  set.index ??= buildIndex(set.of);
  return set.index;
}

function sameEntity(left: EntityValue, right: EntityValue): boolean {
  return left.id === right.id && left.type === right.type;
}

function sameSet(left: SetValue, right: SetValue): boolean {
  return left === right || (indexOf(left).size === indexOf(right).size && containsAll(left, right));
}

function sameRecord(left: RecordValue, right: RecordValue): boolean {
  if (left.members.size !== right.members.size) return false;
  for (const [name, value] of left.members) {
    const other = right.members.get(name);
    if (other === undefined || !sameValue(value as Value, other as Value)) return false;
  }
  return true;
}

function sameExtension(left: ExtensionValue, right: ExtensionValue): boolean {
  if (left.type !== "ipaddr") return left.type === right.type && left.amount === right.amount;
  if (right.type !== "ipaddr") return false;
  return left.family === right.family && left.address === right.address && left.prefix === right.prefix;
}

function hasMember(index: SetIndex, value: Value): boolean {
  if (typeof value !== "object") return index.primitives.has(value);
  if (value.kind === undefined) return index.entities.get(value.type)?.has(value.id) === true;
  return index.others.size > 0 && index.others.has(compositeKey(value));
}

function buildIndex(values: readonly Value[]): SetIndex {
  const primitives = new Set<Primitive>();
  const entities = new Map<string, Set<string>>();
  const others = new Set<string>();
  for (const value of values) {
    if (typeof value !== "object") primitives.add(value);
    else if (value.kind === undefined) addEntity(entities, value);
    else others.add(compositeKey(value));
  }
  let size = primitives.size + others.size;
  for (const ids of entities.values()) size += ids.size;
  return { size, primitives, entities, others };
}

function addEntity(entities: Map<string, Set<string>>, { type, id }: EntityValue): void {
  const ids = entities.get(type);
  if (ids === undefined) entities.set(type, new Set([id]));
  else ids.add(id);
}
