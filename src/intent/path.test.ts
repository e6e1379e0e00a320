import { describe, expect, test } from "vitest";
import { isInside, normalisePath, pathOfUrl } from "./path.ts";

describe("a normal path", () => {
  test.each([
    ["a/./b//c/", "a/b/c"],
    ["a/../b", "b"],
    ["../a/../b", "../b"],
    ["/../a", "/a"],
    ["a\\..\\b", "b"],
    ["", "."],
    ["a/..", "."],
    ["~/a/../b", "~/b"],
    ["~/../a", "~/../a"],
    ["~me/../a", "~me/../a"],
    ["C:\\a\\..\\b", "C:/b"],
    ["C:/../b", "C:/../b"],
    ["a/~b/../../../c", "../c"],
    ["a/C:/../../../c", "../c"],
    ["/~/../c", "/c"],
    ["\\\\srv\\x", "/srv/x"],
    ["...", "..."],
  ])("of %j is %j", (path, normal) => expect(normalisePath(path)).toBe(normal));

  test.each([
    ["a", "/w/a"],
    ["../a", "/a"],
    ["/a", "/a"],
    ["~/a", "~/a"],
    ["C:/a", "C:/a"],
  ])("of %j, from /w, is %j", (path, normal) => expect(normalisePath(path, "/w")).toBe(normal));
});

describe("inside", () => {
  test.each([
    ["a", null, true],
    ["../a", null, false],
    ["..", null, false],
    ["..a", null, true],
    ["/w/a", null, false],
    ["/w/a", "/w", true],
    ["/w", "/w", true],
    ["/wa", "/w", false],
    ["~/a", "/w", false],
    ["C:/a", null, false],
    ["C:/w/a", "C:/w", true],
    ["/a", "/", true],
  ])("%j of %j: %j", (path, root, inside) => expect(isInside(path, root)).toBe(inside));
});

describe("a URL of a file", () => {
  test.each([
    ["file:///etc/x", "/etc/x"],
    ["FILE://localhost/etc/x", "/etc/x"],
    ["file:/etc/x", "/etc/x"],
    ["file:x", "x"],
    ["file:///%65tc/x?y#z", "/etc/x"],
    ["file:///C:/x", "C:/x"],
    ["file://server/x", undefined],
    ["file:///a%zz", undefined],
    ["file:///a%00b", undefined],
    ["https://x", null],
    ["files/x", null],
  ])("%j names %j", (url, path) => expect(pathOfUrl(url)).toBe(path));
});
