/** The reference globs against cases worked out by hand, and the hole search against trying fillings. */

import { expect, test } from "vitest";
import { pick, seeded, several } from "./choice.ts";
import { globMatches, literally, someFillingMatches } from "./glob.ts";

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
  const letters = ["a", "b", "/"];
  const fillings = [
    "",
    ...letters,
    ...letters.flatMap((x) => letters.flatMap((y) => [x + y, ...letters.map((z) => x + y + z)])),
  ];
  for (let seed = 0; seed < 2000; seed += 1) {
    const choice = seeded(seed);
    const pattern = several(choice, [0, 3], (c) => pick(c, ["a", "b", "*", "?", "[!a]", "/**/"]))
      .join("")
      .replace(/\*\*\*+|\/\/\*|\*\/\/|\*\*$/g, "*");
    const [left, right] = [0, 1].map(() => several(choice, [0, 2], (c) => pick(c, letters)).join("")) as [
      string,
      string,
    ];
    const found = fillings.some((filling) => globMatches(pattern, left + filling + right));
    expect([pattern, left, right, someFillingMatches(pattern, [left, right])]).toEqual([pattern, left, right, found]);
  }
});
