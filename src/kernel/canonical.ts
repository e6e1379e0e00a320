/** Canonical JSON (RFC 8785): one text for one value. */

import { writeCanonical } from "#canonical";

export { CanonicalError } from "./canonical-error.ts";

const MAX_DEPTH = 64;

/**
 * Writes a value as RFC 8785 canonical JSON; a bigint of at most 64 bits is written as its digits.
 *
 * Throws CanonicalError for undefined, functions, symbols, holes in arrays, objects that are not plain, NaN, infinities,
 * integer numbers beyond 2^53, larger bigints, lone surrogates, and more than 64 nested containers (so for cycles),
 * unless a higher bound is stated.
 *
 *     canonical({ b: 1, a: "x" }); // '{"a":"x","b":1}'
 */
export function canonical(value: unknown, maxDepth: number = MAX_DEPTH): string {
  return writeCanonical(value, maxDepth);
}
