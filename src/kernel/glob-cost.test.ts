/** What matching costs: ratios between sizes in one run, with bounds that only another order of growth can break. */

import { describe, expect, test } from "vitest";
import { compileGlob, mayMatch } from "./glob.ts";
import { buildGlobSet } from "./glob-set.ts";

/** The best of several runs, in milliseconds: noise only adds. */
function cost(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 15; round++) {
    const from = performance.now();
    run();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}

const many = (pattern: (i: number) => string, count = 10_000) => Array.from({ length: count }, (_, i) => pattern(i));

describe("one glob", () => {
  /** All fail only at the very end of the text, after every star has been tried. */
  const STARS = [
    `${"*a".repeat(40)}*b*`,
    `${"*a?".repeat(20)}*[bc]*`,
    `${"**/a/".repeat(20)}b/*`,
    `${"a*".repeat(40)}b*a`,
  ];

  test.each(STARS)("%s takes four times as long for four times the text, not sixteen", (pattern) => {
    const matcher = compileGlob(pattern);
    const [short, long] = ["aa/a/".repeat(1 << 13), "aa/a/".repeat(1 << 15)] as const;
    expect(matcher(long)).toBe(false);
    expect(cost(() => matcher(long))).toBeLessThan(10 * cost(() => matcher(short)) + 1);
  });

  test("a text with holes is searched for a bounded time", () => {
    const pieces = Array.from({ length: 1000 }, () => "a".repeat(100));
    expect(cost(() => mayMatch("a?a*b*a[ab]*c?c", pieces))).toBeLessThan(100);
  });
});

describe("a set of 10,000 globs", () => {
  const FLAT: readonly (readonly [name: string, pattern: (i: number) => string, text: string])[] = [
    ["prefix", (i) => `src/mod${i}/*`, "src/mod7/x"],
    ["suffix", (i) => `*.ext${i}`, "a.ext7"],
    ["ends", (i) => `src/*.ext${i}`, "src/a.ext7"],
    ["inner", (i) => `*in${i}x*`, "an in7x"],
    ["class", (i) => `mod${i}/[ab]?`, "mod7/bb"],
  ];

  test.each(FLAT)("with %s globs costs about what 100 cost", (_, pattern, text) => {
    const sets = [100, 10_000].map((count) => buildGlobSet(many(pattern, count)));
    const found: number[] = [];
    const [few, all] = sets.map((set) =>
      cost(() => {
        for (let i = 0; i < 2000; i++) {
          found.length = 0;
          set.collect(text, found);
        }
      }),
    );
    expect(found).toEqual([7]);
    expect(all!).toBeLessThan(8 * few! + 1);
  });

  const LONG: readonly (readonly [name: string, pattern: (i: number) => string, chunk: (i: number) => string])[] = [
    ["prefix", (i) => `src/mod${i}/*`, (i) => `src/mod${i}/`],
    ["inner", (i) => `*in${i}x*`, (i) => `in${i}x`],
    ["two inner", (i) => `*first${i}x*second${i}y*`, (i) => `first${i}x`],
    ["self-similar", (i) => `*${"a".repeat(1 + (i % 50))}b*c${i}*`, () => "aaaaaaaaa"],
  ];

  test.each(LONG)(
    "with %s globs takes four times as long for four times the text, not sixteen",
    (_, pattern, chunk) => {
      const set = buildGlobSet(many(pattern));
      const text = Array.from({ length: 40_000 }, (_, i) => chunk(i)).join("");
      const found: number[] = [];
      const [short, long] = [1 << 15, 1 << 17].map((size) => {
        const part = text.slice(0, size);
        return cost(() => set.collect(part, found));
      });
      expect(long!).toBeLessThan(10 * short! + 5);
    },
  );
});
