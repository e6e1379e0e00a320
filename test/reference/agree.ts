/** Product and reference on one case, compared. */

import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { decide } from "../../src/kernel/decide.ts";
import { ANY_TEXT } from "./any-text.ts";
import type { Case } from "./generate.ts";
import { decideWith } from "./interpreter.ts";

/**
 * Fails unless the product decides as the reference does, whatever its wording. Of a large policy the reference looks
 * at what the product reports: it must miss narrowly, and stand where it belongs.
 */
export function expectAgreement(given: Case, seed: number): void {
  const { request, snapshot, facts } = given;
  const decision = decide(request, snapshot, facts);
  const reported = new Set(decision.near_misses.map(({ rule }) => rule));
  const expected = decideWith(({ id }) => reported.has(id), [request, snapshot, facts]);
  const actual = free(decision, expected);
  if (isDeepStrictEqual(actual, expected)) return; // `expect` alone would take most of the time
  expect({ seed, given, decision: actual }).toEqual({ seed, given, decision: expected });
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
