/** Fields of JSON documents about Cedar: strict, with a pointer for whatever is wrong. */

import { pointerOf, quoted } from "../../kernel/json-error.ts";
import { isJsonObject, type JsonObject, kindOf } from "../../kernel/json-kind.ts";
import { helpFor, type Problem, report } from "./problem.ts";

export interface JsonReading {
  readonly file: string;
  readonly problems: Problem[];
}

/** Reads a value; undefined when that is reported. */
export type ReadJson<T> = (value: unknown, pointer: string, reading: JsonReading) => T | undefined;

/** Reports at a pointer. */
export function complainAt(reading: JsonReading, pointer: string, fault: Omit<Problem, "place">): undefined {
  report(reading.problems, { place: { file: reading.file, at: pointer }, ...fault });
}

/** The pointer of a member. */
export function under(pointer: string, ...keys: readonly (string | number)[]): string {
  return pointer + pointerOf(keys);
}

interface Where {
  readonly pointer: string;
  readonly reading: JsonReading;
}

/** Reports that a value is of the wrong kind. */
function expected(what: string, found: unknown, { pointer, reading }: Where): undefined {
  return complainAt(reading, pointer, { message: `expected ${what} but found ${kindOf(found)}`, help: null });
}

export const readObject: ReadJson<JsonObject> = (value, pointer, reading) => {
  if (isJsonObject(value)) return value;
  return expected("an object", value, { pointer, reading });
};

export const readText: ReadJson<string> = (value, pointer, reading) =>
  typeof value === "string" ? value : expected("a string", value, { pointer, reading });

export const readBoolean: ReadJson<boolean> = (value, pointer, reading) =>
  typeof value === "boolean" ? value : expected("true or false", value, { pointer, reading });

/** Items read alike; those that are refused are left out. */
export function listOf<T>(read: ReadJson<T>): ReadJson<readonly T[]> {
  return (value, pointer, reading) => {
    if (!Array.isArray(value)) return expected("a list", value, { pointer, reading });
    return value.map((item, index) => read(item, under(pointer, index), reading)).filter((item) => item !== undefined);
  };
}

/** The members of an object read alike, in its order; those that are refused are left out. */
export function membersOf<T>(
  read: (name: string, value: unknown, pointer: string) => T | undefined,
): ReadJson<readonly T[]> {
  return (value, pointer, reading) => {
    const object = readObject(value, pointer, reading);
    if (object === undefined) return;
    return Object.entries(object)
      .map(([name, member]) => read(name, member, under(pointer, name)))
      .filter((member) => member !== undefined);
  };
}

/** One object whose fields are known. */
export interface Fields {
  /** The field read, or undefined when it is refused, or missing: that is reported. */
  readonly required: <T>(name: string, read: ReadJson<T>) => T | undefined;
  /** The field read, or undefined when it is refused, or missing. */
  readonly optional: <T>(name: string, read: ReadJson<T>) => T | undefined;
}

interface Expecting extends JsonReading {
  readonly known: readonly string[];
}

/** The fields of an object; any other than the known ones is reported. */
export function fieldsOf(value: unknown, pointer: string, at: Expecting): Fields | undefined {
  const object = readObject(value, pointer, at);
  if (object === undefined) return;
  for (const name of Object.keys(object)) {
    if (!at.known.includes(name)) unknownField(name, under(pointer, name), at);
  }
  return fieldsOfObject(object, pointer, at);
}

function unknownField(name: string, pointer: string, at: Expecting): void {
  const known = at.known.length === 0 ? "no field is expected" : `expected ${at.known.map(quoted).join(", ")}`;
  complainAt(at, pointer, { message: `unknown field ${quoted(name)}`, help: helpFor(name, at.known, known) });
}

function fieldsOfObject(object: JsonObject, pointer: string, reading: JsonReading): Fields {
  const has = (name: string) => Object.hasOwn(object, name);
  const optional = <T>(name: string, read: ReadJson<T>) =>
    has(name) ? read(object[name], under(pointer, name), reading) : undefined;
  return {
    optional,
    required: (name, read) => {
      if (has(name)) return optional(name, read);
      return complainAt(reading, pointer, { message: `the field \`${name}\` is missing`, help: null });
    },
  };
}
