import { expect, test } from "vitest";
import { compileLike } from "./like.ts";

test.each([
  [["a"], "a", true],
  [["a"], "aa", false],
  [[], "", true],
  [[null], "", true],
  [["a", null], "a", true],
  [["ab", null, "ba"], "aba", false],
  [["ab", null, "ba"], "abba", true],
  [[null, "a", null, "a", null], "a", false],
  [[null, "a", null, "a", null], "xaxa", true],
  [[null, "a", null, null, "b"], "ab", true],
  [["😀", null], "😀!", true],
  [[null, "*", null], "a*b", true],
  [[null, "aaaaaaaaaaaaaaaaab", null], `${"a".repeat(30)}b`, true],
  [[null, "aaaaaaaaaaaaaaaaab", null, "b"], `${"a".repeat(30)}b`, false],
] as const)("%j on %j is %s", (pattern, text, matches) => {
  expect(compileLike(pattern)(text)).toBe(matches);
});

test("long words and many stars cost the text once", () => {
  const word = `${"a".repeat(50_000)}b`;
  const text = "a".repeat(1_000_000);
  expect(compileLike([null, word, null])(text)).toBe(false);
  expect(compileLike([...Array.from({ length: 10_000 }, () => [null, "a"]).flat(), null, "b", null])(text)).toBe(false);
});
