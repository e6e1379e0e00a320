import fc from "fast-check";
import { expect, test } from "vitest";
import { compileGlob } from "../../kernel/glob.ts";
import { globIncludes } from "./glob-includes.ts";

test.each([
  ["*", "read_file"],
  ["*", "**/x"],
  ["*", ""],
  ["**", "a*b"],
  ["read_*", "read_file"],
  ["read_*", "read_*_file"],
  ["rm *", "rm -rf *"],
  ["*.pem", "a/*.pem"],
  ["a*c*", "a*b*c"],
  ["?ead", "read"],
  ["?", "[a-z]"],
  ["[a-z]*", "read_*"],
  ["[!a-z]", "R"],
  ["[ab]", "[ab]"],
  ["src/**", "src/**/test.ts"],
  ["src/**/test.ts", "src/a/*/test.ts"],
  ["src/**/test.ts", "src/test.ts"],
  ["**/x", "**/x"],
  ["**/x", "a/**/x"],
  ["*", "*"],
])("%s includes %s", (wide, narrow) => {
  expect(globIncludes(wide, narrow)).toBe(true);
});

test.each([
  ["read_file", "read_*"],
  ["rm -rf *", "rm *"],
  ["?", "*"],
  ["a", "?"],
  ["[a-z]", "?"],
  ["[!a-z]", "r"],
  ["src/**/test.ts", "src/*test.ts"],
  ["**/x", "*x"],
  ["**/x", "ax"],
  ["", "*"],
  ["a", ""],
  ["***", "a"],
  ["a", "["],
])("%s is not known to include %s", (wide, narrow) => {
  expect(globIncludes(wide, narrow)).toBe(false);
});

test("yes is never wrong", () => {
  const glob = fc
    .array(fc.constantFrom("a", "b", "/", "*", "?", "[ab]", "[!a]", "**/", "/**"), { maxLength: 6 })
    .map((parts) => parts.join(""));
  const text = fc.array(fc.constantFrom("a", "b", "/", "c"), { maxLength: 7 }).map((parts) => parts.join(""));
  let sure = 0;
  fc.assert(
    fc.property(glob, glob, fc.array(text, { minLength: 20, maxLength: 20 }), (wide, narrow, texts) => {
      if (!globIncludes(wide, narrow)) return;
      sure++;
      const [outer, inner] = [compileGlob(wide), compileGlob(narrow)];
      for (const each of texts) if (inner(each)) expect(outer(each), `${wide} ${narrow} ${each}`).toBe(true);
    }),
    { numRuns: 5000 },
  );
  expect(sure).toBeGreaterThan(100);
});

test("patterns that would take long are not compared", () => {
  expect(globIncludes("*a".repeat(1000), "*a".repeat(1000))).toBe(false);
});
