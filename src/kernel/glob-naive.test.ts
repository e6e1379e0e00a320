/** Globs against the obvious matcher: tokens, and every way to split the text between them. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { compileGlob, mayMatch, parseGlob } from "./glob.ts";
import { buildGlobSet } from "./glob-set.ts";

/** A token takes some code points: true when it may take exactly these. */
type Naive = (taken: readonly string[]) => boolean;

const one = (taken: readonly string[]) => taken.length === 1;

function naiveTokens(pattern: string): Naive[] {
  const tokens: Naive[] = [];
  for (let rest = pattern; rest !== ""; ) {
    const [text] = /^(?:\*\*\/?|\*|\?|\[!?.[^\]]*\]|.)/su.exec(rest)!;
    rest = rest.slice(text.length);
    tokens.push(naiveToken(text, rest === ""));
  }
  return tokens;
}

function naiveToken(text: string, isLast: boolean): Naive {
  if (text === "*" || (text.startsWith("**") && isLast)) return () => true;
  if (text.startsWith("**")) return (taken) => taken.length === 0 || taken.at(-1) === "/";
  if (text === "?") return one;
  if (!text.startsWith("[")) return (taken) => one(taken) && taken[0] === text;
  const [, not, body] = /^\[(!?)(.*)\]$/su.exec(text)!;
  const ranges = [...body!.matchAll(/(.)-(.)|(.)/gsu)].map(([, low, high, lone]) => [low ?? lone!, high ?? lone!]);
  const holds = (c: number) => ranges.some(([low, high]) => low!.codePointAt(0)! <= c && c <= high!.codePointAt(0)!);
  return (taken) => one(taken) && holds(taken[0]!.codePointAt(0)!) !== (not === "!");
}

function naive(tokens: readonly Naive[], text: readonly string[]): boolean {
  const [token, ...others] = tokens;
  if (token === undefined) return text.length === 0;
  for (let n = 0; n <= text.length; n++) if (token(text.slice(0, n)) && naive(others, text.slice(n))) return true;
  return false;
}

const naiveMatch = (pattern: string, text: string) => naive(naiveTokens(pattern), [...text]);

const bricks = ["a", "b", "ab", "/", "*", "?", "*a", "[ab]", "[!a]", "[a-b]", "[b-a]", "[*]", "😀", "[😀é]", "[!😀]"];
const somePattern = fc
  .array(fc.oneof(fc.constantFrom(...bricks), fc.constantFrom("/**/", "/**/a", "*", "a")), { maxLength: 7 })
  .chain((parts) => fc.constantFrom(parts.join(""), `**/${parts.join("")}`, `${parts.join("")}/**`))
  .filter((pattern) => parseGlob(pattern).kind === "glob");
const someText = fc
  .array(fc.constantFrom("a", "b", "/", "a", "ab", "😀", "é", "\ud83d", "\ude00"), { maxLength: 9 })
  .map((parts) => parts.join(""));

test("a compiled glob agrees with the naive matcher", () => {
  fc.assert(
    fc.property(somePattern, someText, (pattern, text) => compileGlob(pattern)(text) === naiveMatch(pattern, text)),
    { numRuns: 20_000 },
  );
});

/** Patterns that share their ends, so that more than the ends must tell them apart. */
const kin = fc
  .tuple(
    fc.constantFrom("", "a", "*", "a*"),
    fc.constantFrom("", "b", "*", "*b"),
    fc.array(somePattern, { maxLength: 40 }),
  )
  .map(([start, end, middles]) => middles.map((middle) => start + middle + end))
  .map((patterns) => patterns.filter((pattern) => parseGlob(pattern).kind === "glob"));

test("a set finds what the naive matcher finds, each pattern once", () => {
  fc.assert(
    fc.property(
      fc.oneof(kin, fc.array(somePattern, { maxLength: 40 })),
      fc.array(someText, { maxLength: 5 }),
      (patterns, texts) => {
        const set = buildGlobSet(patterns);
        for (const text of [...texts, ...texts]) {
          const found: number[] = [];
          set.collect(text, found);
          const expected = [...patterns.keys()].filter((i) => naiveMatch(patterns[i]!, text));
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        }
      },
    ),
    { numRuns: 1_500 },
  );
});

const fillings = ["", "a", "b", "/", "😀", "ab", "ba", "a/", "/a", "/b/", "aab", "😀a", "\ud83d", "\ude00"];

test("mayMatch is never false when a filling matches", () => {
  let refused = 0;
  fc.assert(
    fc.property(somePattern, fc.array(someText, { minLength: 2, maxLength: 3 }), (pattern, pieces) => {
      if (mayMatch(pattern, pieces)) return;
      refused++;
      const tokens = naiveTokens(pattern);
      const [first, ...others] = pieces;
      const fill = (text: string, rest: readonly string[]): string[] =>
        rest.length === 0 ? [text] : fillings.flatMap((f) => fill(text + f + rest[0], rest.slice(1)));
      for (const text of fill(first!, others)) expect(naive(tokens, [...text]), text).toBe(false);
    }),
    { numRuns: 1_000 },
  );
  expect(refused).toBeGreaterThan(100);
});

test("mayMatch is never true of short patterns when no filling matches", () => {
  const plain = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 2 }).map((parts) => parts.join(""));
  const short = fc
    .array(fc.constantFrom("a", "b", "/", "*", "?", "[ab]", "[!a]"), { maxLength: 4 })
    .map((parts) => parts.join(""))
    .filter((pattern) => parseGlob(pattern).kind === "glob");
  const words = ["", "a", "b", "/"];
  const all = words.flatMap((x) => words.flatMap((y) => words.flatMap((z) => words.map((w) => x + y + z + w))));
  fc.assert(
    fc.property(short, plain, plain, (pattern, first, last) => {
      const tokens = naiveTokens(pattern);
      const expected = all.some((filling) => naive(tokens, [...(first + filling + last)]));
      expect(mayMatch(pattern, [first, last])).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});
