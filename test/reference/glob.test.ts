/** The reference globs against cases worked out by hand, and the hole search against trying fillings. */

import { expect, test } from "vitest";
import { pick, seeded, several } from "./choice.ts";
import { everyFillingMatches, globMatches, literally, someFillingMatches } from "./glob.ts";

const rows: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ["", "", true],
  ["*", "", true],
  ["rm *", "rm", false],
  ["rm *", "rm -rf /a\nb", true],
  ["?", "😀", true],
  ["?", "", false],
  ["[a-c]x", "bx", true],
  ["[!a-c]x", "bx", false],
  ["[]]", "]", true],
  ["[!]]", "]", false],
  ["[a-]", "-", true],
  ["[z-a]", "m", false],
  ["[*]", "x", false],
  ["\\*", "\\x", true],
  ["a/**/b", "a/b", true],
  ["a/**/b", "a/x/y/b", true],
  ["a/**/b", "axb", false],
  ["**/b", "xb", false],
  ["x/**", "x/", true],
  ["x/**", "x", false],
  ["**", "a/b", true],
  ["x/**/", "x/y", true],
  ["x/**/", "x", false],
  ["A", "a", false],
];

test.each(rows)("`%s` on `%s` is %s", (pattern, text, matches) => {
  expect(globMatches(pattern, text)).toBe(matches);
});

test("a literal pattern matches its text and nothing else", () => {
  expect(globMatches(literally("a*[b]?"), "a*[b]?")).toBe(true);
  expect(globMatches(literally("a*[b]?"), "ax[b]?")).toBe(false);
});

test("the hole search finds a filling exactly when there is one", () => {
  forSmallGlobs(["a", "b", "*", "?", "[!a]", "/**/"], (pattern, pieces, matches) => {
    expect([pattern, pieces, someFillingMatches(pattern, pieces)]).toEqual([pattern, pieces, matches.includes(true)]);
  });
});

test("every filling matches exactly where stars take the holes", () => {
  forSmallGlobs(["a", "b", "*", "/", "/**/"], (pattern, pieces, matches) => {
    expect([pattern, pieces, everyFillingMatches(pattern, pieces)]).toEqual([
      pattern,
      pieces,
      !matches.includes(false),
    ]);
  });
});

const LETTERS = ["a", "b", "/"];
const SHORT = ["", ...LETTERS, ...LETTERS.flatMap((x) => LETTERS.map((y) => x + y))];
const FILLINGS = [...SHORT, ...SHORT.slice(4).flatMap((text) => LETTERS.map((letter) => text + letter))];

/** Random globs of these tokens, each with a text that has a hole, and whether it matches each short filling. */
function forSmallGlobs(
  tokens: readonly string[],
  check: (pattern: string, pieces: readonly string[], matches: readonly boolean[]) => void,
): void {
  for (let seed = 0; seed < 2000; seed += 1) {
    const choice = seeded(seed);
    const pattern = several(choice, [0, 3], (c) => pick(c, tokens))
      .join("")
      .replace(/\*\*\*+|\/\/\*|\*\/\/|\*\*$/g, "*");
    const [left = "", right = ""] = [0, 1].map(() => several(choice, [0, 2], (c) => pick(c, LETTERS)).join(""));
    const matches = FILLINGS.map((filling) => globMatches(pattern, left + filling + right));
    check(pattern, [left, right], matches);
  }
}
