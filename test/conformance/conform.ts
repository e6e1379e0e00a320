/** Holds the library to a vector. */

import { expect } from "vitest";
import { bestMs, expected, judge } from "./judged.ts";
import type { Vector } from "./vector.ts";

export function conforms(vector: Vector): void {
  const judged = judge(vector);
  expect(judged).toEqual(expected(judged, vector));
  expect(judged.rows.length > 0).toBe(judged.loaded);
  if (vector.expect.within_ms !== undefined) expect(bestMs(vector)).toBeLessThan(vector.expect.within_ms);
}

export function nameOf({ case: number, title }: Vector): string {
  return number === null || number === undefined ? title : `${number} ${title}`;
}
