/** Readers of the values of an SBO3L document. */

import { quoted } from "../../kernel/json-error.ts";
import { matching, readText } from "../reader.ts";
import { type Read, type Reading, report } from "../reading.ts";
import { isTable, type Schema, tableOf, wrongType } from "../table.ts";

/** A table that has some keys and may have others. */
export function completeTable<T, R extends keyof T & string>(
  what: string,
  schema: Schema<T>,
  required: readonly R[],
): Read<Partial<T> & Pick<T, R>> {
  const readTable = tableOf<T>(what, schema);
  return (value, pointer, reading) => {
    const found = readTable(value, pointer, reading);
    if (found === undefined) return;
    const missing = required.filter((key) => !Object.hasOwn(found, key));
    for (const key of missing) missingKey({ what, key, pointer }, reading);
    // A key that is there but was refused is undefined, and has been reported.
    return required.every((key) => found[key] !== undefined) ? (found as Partial<T> & Pick<T, R>) : undefined;
  };
}

interface Missing {
  readonly what: string;
  readonly key: string;
  readonly pointer: string;
}

function missingKey({ what, key, pointer }: Missing, reading: Reading): void {
  report(reading, pointer, { code: `${what}.missing_key`, message: `the ${what} has no ${quoted(key)}` });
}

/** Null is what a key that is left out is. */
export function orNull<T>(read: Read<T>): Read<T> {
  return (value, pointer, reading) => (value === null ? undefined : read(value, pointer, reading));
}

interface Unique<T> {
  /** What must be different. */
  readonly key: (row: T) => string;
  /** The key on which the column stands. */
  readonly on: string;
  readonly code: string;
}

/** A list whose rows differ in a key; those that are refused are left out. */
export function uniqueList<T>(read: Read<T>, { key, on, code }: Unique<T>): Read<readonly T[]> {
  return (value, pointer, reading) => {
    if (!Array.isArray(value)) return wrongType(value, "a list", { pointer, reading });
    const taken = new Set<string>();
    return value.flatMap((item, index) => {
      const row = read(item, `${pointer}/${index}`, reading);
      if (row === undefined) return [];
      const id = key(row);
      if (taken.has(id))
        report(reading, `${pointer}/${index}/${on}`, { code, message: `${quoted(id)} is there twice` });
      taken.add(id);
      return [row];
    });
  };
}

/** A list of at least one row. */
export function notEmpty<T>(read: Read<readonly T[]>): Read<readonly T[]> {
  return (value, pointer, reading) => {
    if (!Array.isArray(value) || value.length > 0) return read(value, pointer, reading);
    return report(reading, pointer, { code: "value.empty", message: "an empty list" });
  };
}

/** A string of at most so many Unicode characters, and at least one if `least` is left out. */
export function textUpTo(most: number, least = 0): Read<string> {
  return (value, pointer, reading) => {
    const text = readText(value, pointer, reading);
    if (text === undefined) return;
    // More than two UTF-16 units a character there are none.
    const length = text.length > 2 * most ? text.length : [...text].length;
    if (length >= least && length <= most) return text;
    const message = `a string of ${length} characters, where ${least} to ${most} may stand`;
    return report(reading, pointer, { code: "value.length", message });
  };
}

const SLUG = /^[a-z0-9][a-z0-9_-]{2,63}$/;

function slug(what: string): Read<string> {
  const message = `${what} is 3 to 64 of \`a-z0-9_-\`, a letter or digit first`;
  return matching(SLUG, { code: "value.form", message });
}

export const readSlug: Read<string> = slug("an id");
export const readAgentId: Read<string> = slug("an agent's id");

/** One number in every format. */
export const readVersion: Read<1> = (value, pointer, reading) => {
  if (value === 1 || value === 1n) return 1;
  if (isTable(value) || (typeof value !== "number" && typeof value !== "bigint"))
    return wrongType(value, "1", { pointer, reading });
  const message = `version ${quoted(String(value))} is not known`;
  return report(reading, pointer, { code: "policy.version", message, help: "known is version 1" });
};
