import { describe, expect, test } from "vitest";
import { leavesOf, listArgument } from "./argument.ts";
import { isInsideGround, pathArgument } from "./path-argument.ts";

const GROUND = { workspace: "/w", resolve: (path: string) => (path === "link/x" ? "/etc/x" : null) };

describe("a path, for an allow", () => {
  test.each([
    ["a", ["a"]],
    ["./a//b", ["a/b"]],
    ["a/../b", ["a/../b", "b"]],
    ["link/x", ["link/x", "/etc/x"]],
    ["file:///etc/x", ["file:///etc/x", "/etc/x"]],
  ])("%j must be covered as %j", (path, exact) => expect(pathArgument([path], GROUND).exact).toEqual(exact));
});

test("a deny sees a path in every spelling", () => {
  const { exact, forms, folded } = pathArgument(["./A/../b"], GROUND);
  expect([...exact, ...forms]).toEqual(expect.arrayContaining(["./A/../b", "b", "b/", "/w/b"]));
  expect(folded).toContain("./a/../b");
});

describe("an odd path", () => {
  test.each([
    "", " a", "a ", "a.", "a/b. /c", "src/.. /x", "x::$DATA", "PROGRA~1/x", "/proc/self/root/x", "/dev/fd/3", "\\\\srv\\x", "~/../x",
    "$HOME/x", "%APPDATA%\\x", "a\u200bb", "file:///%zz",
  ])("%j is opaque", (path) => expect(pathArgument([path], GROUND).opaque).toMatch(/path/)); // biome-ignore format: a list
  test.each(["a", "...", "..a", ".env", "a b", "routes/$id.tsx", "a~b", "~/x", "é", "C:\\x"])("%j is not", (path) =>
    expect(pathArgument([path], GROUND).opaque).toBeNull(),
  );
});

describe("inside", () => {
  test.each([
    ["a", true],
    ["/w/a", true],
    ["../a", false],
    ["link/x", false],
    ["file:///etc/x", false],
    ["file:///w/x", true],
    ["", false],
  ])("%j: %j", (path, inside) => expect(isInsideGround(path, GROUND)).toBe(inside));
});

describe("arguments", () => {
  test.each([
    [[], [""]],
    [["a"], ["a"]],
    [
      ["a", "b"],
      ["a", "b", "a b"],
    ],
  ])("%j of a list are %j", (texts, exact) => expect(listArgument(texts).exact).toEqual(exact));
  test("with an address are seen folded too", () =>
    expect(listArgument(["https://EVIL.com/X"]).folded).toEqual(["https://evil.com/x"]));
  test("are named down to their leaves, and two of one name are one", () =>
    expect(leavesOf({ "a.b": "x", a: { b: "y", c: [1, true] }, d: null })).toEqual([
      { name: "a.b", texts: ["x", "y"], list: true },
      { name: "a.c", texts: ["1", "true"], list: true },
    ]));
});
