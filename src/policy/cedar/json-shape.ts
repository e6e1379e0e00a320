/** What every part of the reader of Cedar's JSON form asks of a value. */

import type { Json } from "../../kernel/json.ts";
import { pointerOf, quoted } from "../../kernel/json-error.ts";

export interface CedarJsonProblem {
  /** JSON Pointer (RFC 6901) of the value. */
  readonly pointer: string;
  readonly code: "cedar.json";
  readonly message: string;
  readonly help: string | null;
}

export type JsonObject = { readonly [key: string]: Json };
type Path = readonly (string | number)[];

/** A value and where it stands. */
export interface Spot {
  readonly value: Json;
  readonly path: Path;
  readonly problems: CedarJsonProblem[];
}

export function spotOf(value: Json, problems: CedarJsonProblem[]): Spot {
  return { value, path: [], problems };
}

/** Notes what is wrong with the value. */
export function refuse(spot: Spot, message: string, help: string | null = null): void {
  spot.problems.push({ pointer: pointerOf(spot.path), code: "cedar.json", message, help });
}

/** Notes that something else should stand here. */
export function refuseKind(spot: Spot, what: string): void {
  refuse(spot, `expected ${what} but found ${kindOf(spot.value)}`);
}

export function inside({ value, path, problems }: Spot, key: string | number): Spot {
  const member = Array.isArray(value) ? value[Number(key)] : objectOf(value)?.[key];
  return { value: member ?? null, path: [...path, key], problems };
}

export function objectOf(value: Json): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The members of an object that has all the needed keys, and of others only the optional ones; else a problem. */
export function fields(spot: Spot, needed: readonly string[], optional: readonly string[] = []): JsonObject | null {
  const object = objectOf(spot.value);
  if (object === null) {
    refuseKind(spot, "an object");
    return null;
  }
  for (const key of Object.keys(object)) {
    if (!needed.includes(key) && !optional.includes(key)) refuse(inside(spot, key), `unknown key ${quoted(key)}`);
  }
  const missing = needed.filter((key) => !Object.hasOwn(object, key));
  for (const key of missing) refuse(spot, `the key \`${key}\` is missing`);
  return missing.length === 0 ? object : null;
}

export function has(spot: Spot, key: string): boolean {
  const object = objectOf(spot.value);
  return object !== null && Object.hasOwn(object, key);
}

/** The text of the value; the empty text and a problem when it is none. */
export function textAt(spot: Spot, what = "a string"): string {
  if (typeof spot.value === "string") return spot.value;
  refuseKind(spot, what);
  return "";
}

/** A text that passes the test. */
export function nameAt(spot: Spot, what: string, isName: (text: string) => boolean): string {
  const text = textAt(spot, what);
  if (typeof spot.value === "string" && !isName(text)) refuse(spot, `expected ${what} but found ${quoted(text)}`);
  return text;
}

/** The members of an array; none and a problem when it is none. */
export function membersOf(spot: Spot): readonly Spot[] {
  if (Array.isArray(spot.value)) return spot.value.map((_, i) => inside(spot, i));
  refuseKind(spot, "an array");
  return [];
}

/** The members of an object with their keys; none and a problem when it is none. */
export function entriesOf(spot: Spot): readonly (readonly [string, Spot])[] {
  const object = objectOf(spot.value);
  if (object !== null) return Object.keys(object).map((key) => [key, inside(spot, key)]);
  refuseKind(spot, "an object");
  return [];
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : quoted(String(value));
}
