import { describe, expect, test } from "vitest";
import { compileGlob } from "./glob.ts";
import { buildGlobSet, type GlobSet } from "./glob-set.ts";

function find(set: GlobSet, text: string): number[] {
  const found: number[] = [];
  set.collect(text, found);
  return found.sort((a, b) => a - b);
}

describe("buildGlobSet", () => {
  test.each([0, 1, 3, 20])("reports duplicates under their own indexes, beside %i other patterns", (others) => {
    const set = buildGlobSet([...Array.from({ length: others }, (_, i) => `other${i}*`), "a*", "a*", "ab", "ab"]);
    expect(find(set, "ab")).toEqual([others, others + 1, others + 2, others + 3]);
    expect(find(set, "b")).toEqual([]);
  });

  test("pushes behind what the array holds already", () => {
    const found = [7];
    buildGlobSet(["*"]).collect("x", found);
    expect(found).toEqual([7, 0]);
  });

  test.each([["a["], ["a*", "b*", "c*", "d*", "e*", "***"]])("throws on a bad pattern", (...patterns) => {
    expect(() => buildGlobSet(patterns)).toThrow("bad glob");
  });

  test("does not let the ends of a pattern overlap in the text", () => {
    const set = buildGlobSet(["ab*ba", "ab*bba", "ab*a", "a*ba", "b*", "abb*b*bba"]);
    expect(find(set, "aba")).toEqual([2, 3]);
    expect(find(set, "abba")).toEqual([0, 2, 3]);
    expect(find(set, "abbbba")).toEqual([0, 1, 2, 3]);
  });
});

/** Families of 300 globs that only one of the three layers can tell apart. */
const FAMILIES: Readonly<Record<string, (i: number) => string>> = {
  exact: (i) => `tool_${i}`,
  prefix: (i) => `src/mod${i}/*`,
  suffix: (i) => `*.ext${i}`,
  "same prefix": (i) => `src/*.ext${i}`,
  "prefix and suffix": (i) => `src/mod${i % 17}*.ext${i}`,
  class: (i) => `src/[a-m]${i}?*`,
  inner: (i) => `*inner${i}x*`,
  "overlapping inner": (i) => `*${"a".repeat(1 + (i % 9))}*${"a".repeat(1 + (i % 7))}b*`,
  "two inner": (i) => `src*first${i}x*second${i % 19}y*.ts`,
  "inner class": (i) => `*foo${i}[0-9]*bar?${i}*`,
  component: (i) => `**/dir${i % 50}/**/f?${i}/**`,
  keyless: (i) => `*[a-f]${"?".repeat(i % 9)}*`,
};

const TEXTS = [
  "",
  "tool_7",
  "src/mod7/a.ext7",
  "src/mod3x.ext3",
  "src/b12zz",
  "an inner5x and an inner77x",
  "aaabaaaaab",
  "aaaaaaaaaaaaaaaaaaab",
  "src second5y first5x second5y.ts",
  "src first5x first24x second5y second18y.ts",
  "xfoo1foo12foo123 9bar-12bar-1",
  "foo1234bar-123 bar-1bar-34",
  "dir1/x/fz1/y",
  "a/dir7//fb57/",
  "adir7/fb57/",
];

test.each(Object.keys(FAMILIES))(
  "finds in 300 globs of the family %s, and among all others, what each alone matches",
  (name) => {
    const family = Array.from({ length: 300 }, (_, i) => FAMILIES[name]!(i));
    const others = Object.values(FAMILIES).flatMap((pattern) => Array.from({ length: 25 }, (_, i) => pattern(i * 3)));
    for (const patterns of [family, [...family, ...others]]) {
      const set = buildGlobSet(patterns);
      const tests = patterns.map(compileGlob);
      for (const text of [...TEXTS, ...TEXTS]) {
        expect(find(set, text), text).toEqual([...patterns.keys()].filter((i) => tests[i]!(text)));
      }
    }
  },
);
