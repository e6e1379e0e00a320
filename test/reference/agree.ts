/** A product decision, ready to be compared with the reference's. */

import type { Decision } from "../../src/kernel/decision.ts";
import { ANY_TEXT } from "./interpreter.ts";

/** The decision, with `…` for every wording that the reference leaves free. */
export function asSpecified(decision: Decision, reference: Decision): unknown {
  return free(decision, reference);
}

function free(given: unknown, expected: unknown): unknown {
  if (expected === ANY_TEXT) return typeof given === "string" && given !== "" ? ANY_TEXT : given;
  if (Array.isArray(given) && Array.isArray(expected)) return given.map((each, place) => free(each, expected[place]));
  if (!isRecord(given) || !isRecord(expected)) return given;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, free(value, expected[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
