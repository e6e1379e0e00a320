/** The canonical JSON of the small build against that of the large one. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { CanonicalError } from "./canonical-error.ts";
import * as fast from "./canonical-fast.ts";
import * as small from "./canonical-small.ts";

type Write = typeof fast.writeCanonical;

/** The text, or what is wrong and where. */
function outcome(write: Write, value: unknown, maxDepth = 8): string {
  try {
    return write(value, maxDepth);
  } catch (error) {
    if (error instanceof CanonicalError) return `${error.message} ${error.pointer}`;
    throw error;
  }
}

const letter = fc.constantFrom("a", "b", '"', "\\", "\n", "/", "~", "é", "😀", "\ud83d", "\ude00");
const text = fc.array(letter, { maxLength: 4 }).map((letters) => letters.join(""));
const scalar = fc.oneof(
  text,
  fc.double(),
  fc.bigInt(-(2n ** 66n), 2n ** 66n),
  fc.constantFrom(null, true, false, undefined, 2 ** 53, -0, Symbol("a"), new Date(0), new Map(), () => 1),
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 10 }, scalar, fc.array(tie("value"), { maxLength: 3 }), tie("object")),
  object: fc.dictionary(text, tie("value"), { maxKeys: 4 }),
}));

test("both write the same text, or refuse the same at the same place", () => {
  let written = 0;
  fc.assert(
    fc.property(anything, (value) => {
      const expected = outcome(fast.writeCanonical, value);
      expect(outcome(small.writeCanonical, value)).toBe(expected);
      if (!expected.startsWith("no canonical json")) written++;
    }),
    { numRuns: 20_000 },
  );
  expect(written).toBeGreaterThan(1_000);
});

test("both refuse holes, cycles, and the key before the value", () => {
  const cycle: unknown[] = [];
  cycle.push({ again: cycle });
  for (const value of [Array(2), cycle, { a: undefined, "\ud800": 1 }, { b: 1, a: [{}, { c: [new Set()] }] }])
    expect(outcome(small.writeCanonical, value)).toBe(outcome(fast.writeCanonical, value));
});
