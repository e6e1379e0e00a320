/** Globs of the small build against those of the large one. */

import fc from "fast-check";
import { expect, test } from "vitest";
import * as fast from "./glob-fast.ts";
import { parseGlob } from "./glob-parse.ts";
import * as small from "./glob-small.ts";

const UNITS = ["a", "b", "/", "*", "?", "[ab]", "[!a]", "[b-a]", "**/", "/**", "😀", "[😀-😎]", "[!/]", "ab"];
const pattern = fc
  .array(fc.constantFrom(...UNITS), { maxLength: 8 })
  .map((units) => units.join(""))
  .filter((text) => parseGlob(text).kind === "glob");
const text = fc
  .array(fc.constantFrom("a", "b", "/", "😀", "😎", "\ud83d", "\ude00", "c"), { maxLength: 10 })
  .map((units) => units.join(""));

test("a text matches in the one when it does in the other", () => {
  let matched = 0;
  fc.assert(
    fc.property(pattern, fc.array(text, { maxLength: 8 }), (glob, texts) => {
      const [quick, slow] = [fast.compileGlob(glob), small.compileGlob(glob)];
      for (const each of texts) {
        expect([each, slow(each)]).toEqual([each, quick(each)]);
        if (quick(each)) matched++;
      }
    }),
    { numRuns: 3_000 },
  );
  expect(matched).toBeGreaterThan(100);
});

test("a text with holes may match in the one when it may in the other", () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { maxLength: 4 }), (glob, pieces) => {
      expect(small.mayMatch(glob, pieces)).toBe(fast.mayMatch(glob, pieces));
    }),
    { numRuns: 5_000 },
  );
});

test("both give up on the same texts with holes, and on none without", () => {
  const long = "a".repeat(2_000);
  for (const [glob, pieces] of [
    [`*${long}b?`, ["", long]],
    [`c*${long}b?`, ["d", long]],
    [`*${long}b?`, [long]],
    [`*${long}?`, [`${long}a`]],
    [`a*${long}b?c`, ["b", "", long]],
  ] as const) {
    expect(small.mayMatch(glob, pieces)).toBe(fast.mayMatch(glob, pieces));
    expect(small.compileGlob(glob)(pieces.join(""))).toBe(fast.compileGlob(glob)(pieces.join("")));
  }
});

test("both refuse what is no pattern", () => {
  for (const bad of ["***", "a**", "[", "[!]", "\ud83d", "[\ude00]"]) {
    expect(() => small.compileGlob(bad)).toThrow("bad glob");
    expect(() => fast.compileGlob(bad)).toThrow("bad glob");
  }
});
