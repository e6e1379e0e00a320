/** Where generators take their choices from: a seeded stream for speed, or fast-check for shrinking. */

import fc from "fast-check";

/** A whole number from 0 to below `bound`. */
export type Choice = (bound: number) => number;

/** The same choices for the same seed (a 32-bit xorshift with a multiplicative start). */
export function seeded(seed: number): Choice {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** Any generator of this file's kind as an arbitrary. */
export function arbitrary<T>(make: (choice: Choice) => T): fc.Arbitrary<T> {
  return fc.gen().map((draw) => make((bound) => draw(fc.nat, { max: bound - 1 })));
}

/** One of the values; a value that stands twice is twice as likely. */
export function pick<T>(choice: Choice, values: readonly T[]): T {
  const value = values[choice(values.length)];
  if (value === undefined && !values.includes(value as T)) throw new RangeError("nothing to pick from");
  return value as T;
}

/** From `least` to `most` values. */
export function several<T>(choice: Choice, [least, most]: readonly [number, number], make: (choice: Choice) => T): T[] {
  return Array.from({ length: least + choice(most - least + 1) }, () => make(choice));
}

/** True once in `bound` times. */
export function once(choice: Choice, bound: number): boolean {
  return choice(bound) === bound - 1;
}

/** The values in some order. */
export function shuffled<T>(choice: Choice, values: readonly T[]): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(choice(left.length), 1));
}
