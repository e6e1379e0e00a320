/** In place of canonical-fast.ts where size counts. */

import { refused } from "./canonical-error.ts";
import type * as fast from "./canonical-fast.ts";
import { fitsInteger } from "./json-number.ts";
import { LONE_SURROGATE } from "./json-string.ts";

export const writeCanonical: typeof fast.writeCanonical = (value, maxDepth) => textOf(value, [], maxDepth);

function textOf(value: unknown, path: readonly (string | number)[], maxDepth: number): string {
  const isScalar = value === null || typeof value !== "object";
  const flaw = isScalar ? scalarFlaw(value) : containerFlaw(value, path.length, maxDepth);
  if (flaw !== null) throw refused(flaw, path);
  if (isScalar) return typeof value === "string" ? JSON.stringify(value) : String(value);
  const below = (member: unknown, at: string | number): string => textOf(member, [...path, at], maxDepth);
  if (Array.isArray(value)) return `[${Array.from(value, below).join()}]`;
  const members = value as Readonly<Record<string, unknown>>;
  // Array.prototype.sort compares UTF-16 code units, as RFC 8785 §3.2.3 demands.
  const keys = Object.keys(members).sort();
  const names = keys.map((key) => textOf(key, path, maxDepth));
  return `{${keys.map((key, i) => `${names[i]}:${below(members[key], key)}`).join()}}`;
}

function scalarFlaw(value: unknown): string | null {
  switch (typeof value) {
    case "string":
      return LONE_SURROGATE.test(value) ? "lone surrogate" : null;
    case "number":
      if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return null;
      return `the number ${value} is not exact; use a string or a bigint`;
    case "bigint":
      return fitsInteger(value) ? null : "an integer of more than 64 bits";
    case "boolean":
    case "object":
      return null;
  }
  return `a value of type ${typeof value}`;
}

function containerFlaw(value: object, depth: number, maxDepth: number): string | null {
  if (depth >= maxDepth) return `nested deeper than ${maxDepth} levels`;
  const prototype = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain ? null : "an object that is not plain";
}
