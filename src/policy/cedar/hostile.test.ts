/** Texts that were made to do harm: they end in problems, soon. */

import { describe, expect, it } from "vitest";
import { parseCedar } from "./parser.ts";
import { MAX_DEPTH } from "./syntax.ts";

const HEAD = "permit(principal, action, resource) when { ";
const MEGABYTE = 1 << 20;

function codes(text: string): string[] {
  return parseCedar(text).problems.map(({ code }) => code);
}

describe("depth", () => {
  it.each([
    ["parentheses", "(", "1", ")"],
    ["sets", "[", "1", "]"],
    ["records", "{a: ", "1", "}"],
    ["calls", "ip(", "1", ")"],
    ["conditionals", "if true then 1 else ", "1", ""],
    ["attributes", "", "context", ".a"],
    ["method calls", "", "context", ".contains(1)"],
    ["sums", "1 + ", "1", ""],
    ["products", "1 * ", "1", ""],
  ])("of %s is bounded, and what is within bounds is read", (_, open, middle, close) => {
    const nested = (times: number): string => `${HEAD}${open.repeat(times)}${middle}${close.repeat(times)} };`;
    expect(codes(nested(MAX_DEPTH / 2))).toEqual([]);
    expect(codes(nested(MAX_DEPTH * 2))).toEqual(["cedar.depth"]);
  });

  it("of the whole tree is what counts, not that of one chain", () => {
    const rung = (inside: string): string => `(${inside})${".a".repeat(100)}`;
    expect(codes(`${HEAD}${rung(rung("context"))} };`)).toEqual(["cedar.depth"]);
  });

  it("of the head of a policy is bounded too", () => {
    expect(codes(`permit(principal == ${"(".repeat(1000)}`)).toEqual(["cedar.depth"]);
    expect(codes(`permit(principal, action in ${"(".repeat(1000)}`)).toEqual(["cedar.depth"]);
  });

  it("does not overflow the stack with ten megabytes of brackets", () => {
    for (const bracket of ["(", "if "]) {
      expect(codes(HEAD + bracket.repeat((10 * MEGABYTE) / bracket.length))).toHaveLength(1);
    }
  });

  it("is no matter for the length of a chain of `&&`", () => {
    expect(codes(`${HEAD}true && (true${" && context.a".repeat(200_000)}) };`)).toEqual([]);
  });
});

describe("strange characters", () => {
  it("a NUL stands in strings only", () => {
    expect(codes(`${HEAD}"\0" };`)).toEqual([]);
    expect(codes(`${HEAD}\0 };`)).toEqual(["cedar.syntax"]);
  });

  it("half a surrogate pair is refused anywhere", () => {
    expect(codes(`${HEAD}"\ud800" };`)).toEqual(["cedar.not_unicode"]);
    expect(codes("// \udc00")).toEqual(["cedar.not_unicode"]);
  });

  it("lines end as they like, but a carriage return in a string is written as an escape", () => {
    expect(codes(`${HEAD}\r\n1\r};`)).toEqual([]);
    expect(codes(`${HEAD}"\r\n" };`)).toEqual(["cedar.literal"]);
  });

  it("names of Object.prototype are names like others", () => {
    expect(codes(`${HEAD}{__proto__: 1, constructor: 2}.toString };`)).toEqual([]);
    expect(codes(`${HEAD}context.constructor() };`)).toEqual(["cedar.call"]);
  });
});

describe("size", () => {
  it("a string of a megabyte is a string", () => {
    const [policy] = parseCedar(`${HEAD}"${"\\u{61}".repeat(MEGABYTE / 8)}${"b".repeat(MEGABYTE)}" };`).policies;
    const { of } = policy!.conditions[0]!;
    expect(of.kind === "string" && of.value.length).toBe((MEGABYTE * 9) / 8);
  });

  it("problems are listed up to a thousand", () => {
    expect(codes(";".repeat(MEGABYTE))).toHaveLength(1000);
  });

  it.each([
    ["policies", `${HEAD}context.amount < 1000 };\n`],
    ["quotes that do not close", '"\\"\\"\\"\\\n'],
    ["broken policies", "permit(principal principal principal"],
    ["members of a record", "a: {"],
    ["comments", "// a\n//\r"],
    ["identifiers", "A::"],
    ["escapes", "\\x41*"],
    ["signs", "-"],
  ])("%s take time in proportion", (_, piece) => {
    for (const start of ["", HEAD, `${HEAD}context like "`]) {
      const [short, long] = [4000, 16_000].map((times) => start + piece.repeat(times));
      expect(cost(long!)).toBeLessThan(10 * cost(short!) + 20);
    }
  });
});

it("annotations of different names take time in proportion", () => {
  const [short, long] = [4000, 16_000].map((times) => Array.from({ length: times }, (_, i) => `@a${i}`).join(" "));
  expect(cost(long!)).toBeLessThan(10 * cost(short!) + 20);
});

/** The best of several runs, in milliseconds of processor time: noise only adds. */
function cost(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    parseCedar(text);
    best = Math.min(best, process.cpuUsage(start).user / 1000);
  }
  return best;
}
