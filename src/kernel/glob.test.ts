import { describe, expect, test } from "vitest";
import { compileGlob, foldCase, foldGlob, mayMatch, parseGlob } from "./glob.ts";

const FLAVOUR: readonly (readonly [pattern: string, matches: readonly string[], not: readonly string[]])[] = [
  ["", [""], ["a"]],
  ["read_file", ["read_file"], ["read_files", "Read_file", "", "xread_file"]],
  ["read_*", ["read_", "read_file", "read_a/b\n.c"], ["read", "Xread_"]],
  ["*", ["", "a", "a/b", " ", "\n", ".hidden"], []],
  ["rm *", ["rm ", "rm -rf /"], ["rm", ""]],
  ["*.pem", [".pem", "a/b.pem"], ["pem", "a.pem "]],
  ["a*a", ["aa", "aba"], ["a"]],
  ["a*b*c", ["abc", "a--b--c", "abbc"], ["acb", "ab"]],
  ["ab*ba", ["abba", "ab ba"], ["aba"]],
  ["?", ["a", "/", "\n", "😀", "é", "\ud83d"], ["", "ab", "e\u0301"]],
  ["??", ["ab", "😀😀"], ["😀", "a"]],
  ["a?c*?", ["abcd", "a😀cd"], ["abc", "ac"]],
  ["[abc]", ["a", "b", "c"], ["d", "", "ab"]],
  ["[a-c]x", ["ax", "cx"], ["dx", "-x"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[-a]", ["a", "-"], ["b"]],
  ["[!abc]", ["d", "/", "😀"], ["a", ""]],
  ["[!a-c]", ["d", "-"], ["b"]],
  ["[]]", ["]"], ["[", ""]],
  ["[]a]", ["]", "a"], ["b"]],
  ["[!]]", ["a"], ["]"]],
  ["[!]a]", ["b"], ["]", "a"]],
  ["[a!]", ["a", "!"], ["b"]],
  ["[*]", ["*"], ["a", ""]],
  ["[?]", ["?"], ["a"]],
  ["[[]", ["["], ["]"]],
  ["a[*]b*", ["a*b", "a*bc"], ["axb"]],
  ["[z-a]", [], ["z", "a", "m"]],
  ["[😀-😂]", ["😁"], ["😄"]],
  ["*[!😀]", ["a", "😀a"], ["😀", ""]],
  ["\\*", ["\\", "\\a"], ["*"]],
  ["{a,b}", ["{a,b}"], ["a", "b"]],
  ["]", ["]"], [""]],
  ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb", "ab", "a/b/"]],
  ["**/x", ["x", "a/x", "/x"], ["ax", "a/ax"]],
  ["x/**", ["x/", "x/a", "x/a/b"], ["x"]],
  ["x/**/", ["x/", "x/a"], ["x"]],
  ["**", ["", "a", "a/b"], []],
  ["**/**/x", ["x", "a/b/x"], ["ax"]],
  ["a/**/**/b", ["a/b", "a/c/b"], ["a/cb"]],
  ["**/*.ts", ["a.ts", "b/a.ts"], ["a.js"]],
  ["**/a?/**/b", ["ax/b", "q/a//c/b"], ["xax/b", "a/b"]],
];

describe("compileGlob", () => {
  test.each(FLAVOUR)("%j matches %j and not %j", (pattern, matches, not) => {
    const matcher = compileGlob(pattern);
    for (const text of matches) expect(matcher(text), text).toBe(true);
    for (const text of not) expect(matcher(text), text).toBe(false);
  });

  test("throws on a bad pattern", () => {
    expect(() => compileGlob("a[")).toThrow("bad glob `a[` at 1: open class");
  });
});

describe("parseGlob", () => {
  const BAD: readonly (readonly [pattern: string, at: number])[] = [
    ["***", 0],
    ["a/***", 2],
    ["a**", 1],
    ["**a", 0],
    ["a/**b", 2],
    ["é**/b", 1],
    ["[", 0],
    ["a[bc", 1],
    ["[]", 0],
    ["[!]", 0],
    ["😀[!", 2],
    ["\ud83d", 0],
    ["a\ude00*", 1],
    ["[\ud83d]", 1],
  ];

  test.each(BAD)("refuses %j at %i", (pattern, at) => {
    expect(parseGlob(pattern)).toMatchObject({ kind: "problem", at });
  });

  test("reads a class of one character as that character, and joins it with what is beside it", () => {
    expect(parseGlob("a[*]b[?]")).toMatchObject({ tokens: [{ kind: "literal", text: "a*b?" }] });
  });
});

describe("mayMatch", () => {
  const HOLES: readonly (readonly [pattern: string, pieces: readonly string[], may: boolean])[] = [
    ["rm -rf *", ["", " -rf"], true],
    ["rm -rf *", ["", " -rf "], true],
    ["rm -rf *", ["", ""], true],
    ["rm -rf *", ["rm", ""], true],
    ["rm -rf *", ["ls ", ""], false],
    ["git *", ["git", " x"], true],
    ["git *", ["gi", "t x"], true],
    ["git *", ["got", " x"], false],
    ["git push*", ["git ", " push", ""], true],
    ["*secret*", ["a", "b"], true],
    ["*.pem", ["a", ".txt"], false],
    ["abc", ["a", "b", "c"], true],
    ["abc", ["a", "d", "c"], false],
    ["a?c", ["a", "xc"], true],
    ["a?c", ["ab", "bc"], false],
    ["[0-9]x", ["", "ax"], false],
    ["a/**/b", ["a/", "x/b"], true],
    ["a/**/b", ["a/x", "b"], true],
    ["a/**/b", ["a/", "xb"], false],
    ["ls", ["ls"], true],
    ["ls", ["la"], false],
    ["", [], true],
    ["😀", ["\ud83d", "\ude00"], true],
  ];

  test.each(HOLES)("%j and %j: %s", (pattern, pieces, may) => {
    expect(mayMatch(pattern, pieces)).toBe(may);
  });

  test("says may when pattern and pieces are too long to search", () => {
    expect(mayMatch(`*${"a".repeat(1000)}b?`, ["", "a".repeat(1000)])).toBe(true);
  });

  test("throws on a bad pattern", () => {
    expect(() => mayMatch("***", ["a", ""])).toThrow("bad glob `***` at 0");
  });
});

describe("foldCase", () => {
  test("lower-cases A to Z and nothing else", () => {
    expect(foldCase("Rm -RF ÄİK\u212a")).toBe("rm -rf Äİk\u212a");
    expect(foldCase("rm")).toBe("rm");
    expect(foldGlob("Bash [A-Z]*")).toBe("bash [a-z]*");
  });
});
