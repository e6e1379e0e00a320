/** The values that expressions are about, and the faults that evaluation ends in. */

import type { Uid } from "./expression.ts";
import type { Long } from "./long.ts";

export type { Long } from "./long.ts";

/** An entity as a value is its bare name; `kind` is what tells the other objects from it. */
export type EntityValue = Uid & { readonly kind?: undefined };

export type Primitive = boolean | string | Long;
export type Value = Primitive | EntityValue | SetValue | RecordValue | ExtensionValue;

export interface SetValue {
  readonly kind: "set";
  /** As given: a member may stand twice. */
  readonly of: readonly Value[];
  /** Built by the first look-up: a cache, no part of the value. */
  index: SetIndex | null;
}

/** The distinct members of a set. */
export interface SetIndex {
  readonly size: number;
  readonly primitives: ReadonlySet<Primitive>;
  readonly entities: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys of sets, records and extension values. */
  readonly others: ReadonlySet<string>;
}

export interface RecordValue {
  readonly kind: "record";
  /** A map, so that `__proto__` is a name as any other. A fault is a member that exists and cannot be read. */
  readonly members: ReadonlyMap<string, Value | Fault>;
  /** The first fault in it, however deep: the record as a whole cannot be compared. */
  readonly flaw: Fault | null;
}

export type ExtensionValue = AmountValue | IpValue;

/** A decimal counts ten-thousandths, a datetime the milliseconds since 1970, a duration milliseconds. */
export interface AmountValue {
  readonly kind: "extension";
  readonly type: "decimal" | "datetime" | "duration";
  readonly amount: Long;
}

export interface IpValue {
  readonly kind: "extension";
  readonly type: "ipaddr";
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly prefix: number;
}

/** Why an expression has no value: one lower-case line for people. */
export interface Fault {
  readonly kind: "fault";
  readonly text: string;
}

export function fault(text: string): Fault {
  return { kind: "fault", text };
}

export function typeFault(expected: string, value: Value): Fault {
  return fault(`expected ${expected}, got ${typeName(value)}`);
}

export function isFault(value: Value | Fault): value is Fault {
  return typeof value === "object" && value.kind === "fault";
}

export function isLong(value: Value): value is Long {
  return typeof value === "number" || typeof value === "bigint";
}

export function isEntity(value: Value): value is EntityValue {
  return typeof value === "object" && value.kind === undefined;
}

export function isSet(value: Value): value is SetValue {
  return typeof value === "object" && value.kind === "set";
}

export function isRecord(value: Value): value is RecordValue {
  return typeof value === "object" && value.kind === "record";
}

/** `bool`, `long`, `string`, `entity`, `set`, `record`, or the type of an extension value. */
export function typeName(value: Value): string {
  if (typeof value === "boolean") return "bool";
  if (isLong(value)) return "long";
  if (typeof value === "string") return "string";
  if (value.kind === "extension") return value.type;
  return value.kind ?? "entity";
}

/** Why the value cannot be looked at as a whole; null for nearly all. */
export function flawOf(value: Value): Fault | null {
  return isRecord(value) ? value.flaw : null;
}

/** The same of a member, which may be a fault itself. */
export function flawIn(member: Value | Fault): Fault | null {
  if (typeof member !== "object") return null;
  return member.kind === "fault" ? member : flawOf(member);
}

/** A fault where a member has a flaw: what is in such a set is not known. */
export function setOf(values: readonly Value[]): SetValue | Fault {
  for (const value of values) {
    const flaw = flawOf(value);
    if (flaw !== null) return flaw;
  }
  return { kind: "set", of: values, index: null };
}

export function recordOf(members: ReadonlyMap<string, Value | Fault>): RecordValue {
  for (const member of members.values()) {
    const flaw = flawIn(member);
    if (flaw !== null) return { kind: "record", members, flaw };
  }
  return { kind: "record", members, flaw: null };
}

export const EMPTY_RECORD: RecordValue = recordOf(new Map());
