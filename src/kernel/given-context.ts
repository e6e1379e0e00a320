/** The context that a call gave, read where it lies: most policies look at a member or two of it, and each is a text. */

import { valueOfJson } from "./json-value.ts";
import type { Members } from "./request.ts";
import { type Fault, flawIn, type RecordValue, type Value } from "./value.ts";

export interface GivenContext {
  readonly kind: "given";
  readonly members: Members;
  /** All of it as values, once somebody needs more than a plain member. */
  record: RecordValue | null;
}

export function givenContext(members: Members): GivenContext {
  return { kind: "given", members, record: null };
}

/** The value of one member; undefined where there is none. */
export function contextMember(context: RecordValue | GivenContext, name: string): Value | Fault | undefined {
  if (context.kind === "record") return context.members.get(name);
  if (context.record !== null) return context.record.members.get(name);
  if (!Object.hasOwn(context.members, name)) return undefined;
  const json = context.members[name];
  if (typeof json === "string" || typeof json === "boolean") return json;
  // A set or a record is made once, however many policies look at it.
  return typeof json === "number" ? valueOfJson(json) : contextRecord(context).members.get(name);
}

export function contextRecord(context: RecordValue | GivenContext): RecordValue {
  if (context.kind === "record") return context;
  context.record ??= recordOfMembers(context.members, valueOfJson);
  return context.record;
}

/** Null members are absent. */
export function recordOfMembers(
  members: Members,
  read: (json: NonNullable<Members[string]>, name: string) => Value | Fault,
): RecordValue {
  const values = new Map<string, Value | Fault>();
  let flaw: Fault | null = null;
  for (const name of Object.keys(members)) {
    const json = members[name];
    if (json === null || json === undefined) continue;
    const value = read(json, name);
    values.set(name, value);
    flaw ??= flawIn(value);
  }
  return { kind: "record", members: values, flaw };
}
