import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Source } from "../source.ts";
import { parseYaml } from "./parse.ts";

function parse(text: string) {
  return parseYaml({ name: "policy.yaml", text });
}

function source(text: string): Source {
  const parsed = parse(text);
  if ("kind" in parsed) throw new Error(parsed.message);
  return parsed;
}

describe("a YAML text", () => {
  test("is read as JSON would be, integers as bigint", () => {
    const text =
      'a: 1\nb: [x, "y", null, ~, true, yes, 0.5]\nc:\n  - d: |\n      one\n      two\n    e: 2026-11-20\nf:\n';
    expect(source(text).value).toEqual({
      a: 1n,
      b: ["x", "y", null, null, true, "yes", 0.5],
      c: [{ d: "one\ntwo\n", e: "2026-11-20" }],
      f: null,
    });
  });

  test("knows where each key and value stands", () => {
    const text = 'a: 1\n"b/c":\n  - d: "x"\n  - {e: 2}\nf:\n';
    const { place } = source(text);
    const at = (pointer: string) => {
      const found = place(pointer);
      return found && [text.slice(found.key, found.key + 3), text.slice(found.value, found.value + 3)];
    };
    expect(at("/a")).toEqual(["a: ", '1\n"']);
    expect(at("/b~1c")).toEqual(['"b/', "- d"]);
    expect(at("/b~1c/0/d")).toEqual(["d: ", '"x"']);
    expect(at("/b~1c/1")).toEqual(["{e:", "{e:"]);
    expect(at("/b~1c/1/e")).toEqual(["e: ", "2}\n"]);
    expect(at("/g")).toBeUndefined();
  });

  test("of nothing is null", () => {
    expect(source("").value).toBeNull();
    expect(source("# nothing\n---\n").value).toBeNull();
  });

  test("has `__proto__` as a key like any other", () => {
    const { value } = source("__proto__: {a: 1}");
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
    expect((value as { a?: unknown }).a).toBeUndefined();
  });

  test.each([
    ["a: &x 1\nb: *x", "yaml.refused", 1, 4],
    ["b: *x", "yaml.refused", 1, 4],
    ["a: !!str 1", "yaml.refused", 1, 4],
    ["a: !foo b", "yaml.refused", 1, 4],
    ["%YAML 1.1\n---\na: yes", "yaml.refused", 1, 1],
    ["\ufeffa: 1", "yaml.refused", 1, 1],
    ["a: 1\nb: 2\na: 3", "yaml.duplicate_key", 3, 1],
    ["a: {b: 1, b: 2}", "yaml.duplicate_key", 1, 11],
    ["[a]: 1", "yaml.syntax", 1, 1],
    ["a: 1\n---\nb: 2", "yaml.syntax", 2, 1],
    ["a: [1", "yaml.syntax", 1, 6],
    ["a: 'x", "yaml.syntax", 1, 6],
    ["a: b: c", "yaml.syntax", 1, 4],
    ["a:\n\t- b", "yaml.syntax", 2, 1],
    ['a: "\\ud800"', "policy.not_unicode", 1, 4],
    [`a: ${"9".repeat(2000)}`, "policy.too_large", 1, 4],
    ["[".repeat(65), "yaml.depth", 1, 65],
    [`a: ${"{b: ".repeat(65)}`, "yaml.depth", 1, 260],
    [`${"[".repeat(64)}1${"]".repeat(64)}`, null, 0, 0],
    [`${"]".repeat(100)}\n${"[".repeat(100)}`, "yaml.depth", 2, 65],
    ["a: \u001f[", "yaml.syntax", 1, 4],
    ["a: 1\u0000", "yaml.syntax", 1, 5],
    ["- ".repeat(66), "yaml.depth", 1, 131],
    [Array.from({ length: 140 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), "yaml.depth", 130, 1],
    [Array.from({ length: 70 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), "yaml.depth", 65, 65],
  ])("%j is refused with %s", (text, code, line, column) => {
    const parsed = parse(text);
    if (code === null) return expect("kind" in parsed).toBe(false);
    expect(parsed).toMatchObject({ code, at: { line, column } });
    expect("message" in parsed && parsed.message).toMatch(/^[^A-Z\n][^\n]*$/);
  });

  test.each([
    ["[".repeat(1_000_000)],
    ["- ".repeat(500_000)],
    ["? ".repeat(500_000)],
    [`a: ${"9".repeat(1_000_000)}`],
    [`a: "${"\\".repeat(999_999)}"`],
    [Array.from({ length: 4_000 }, (_, i) => `k${i}: {a: [1, 2]}`).join("\n")],
    [Array.from({ length: 1500 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ])("that is hostile is answered soon", { timeout: 10_000 }, (text) => {
    expect(parse(text)).toBeDefined();
  });

  test("has no more than a million words and marks", () => {
    expect(parse("[,".repeat(30) + ",".repeat(1_000_000))).toMatchObject({ code: "policy.too_large" });
  });

  test("whatever it is, is a source or a refusal within it", () => {
    const mark = fc.constantFrom(
      ...[
        " ",
        "\n",
        "\n  ",
        "\t",
        "- ",
        "? ",
        ": ",
        "a: ",
        "b",
        "[",
        "]",
        "{",
        "}",
        ", ",
        '"',
        "'",
        "\\",
        "|",
        ">",
        "#",
      ],
      ...["---", "...", "&a ", "*a", "!", "%", "<<: ", "~", "0x1", "1e999", ".nan", "\r", "\ud800", "é"],
    );
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 25 }), (marks) => {
        const text = marks.join("");
        const parsed = parse(text);
        if (!("kind" in parsed)) return;
        expect(parsed.message).toMatch(/^[^A-Z\n][^\n]*$/);
        expect(parsed.at?.line).toBeLessThanOrEqual(text.split("\n").length);
      }),
      { numRuns: process.env["WRIT_LONG"] === "1" ? 100_000 : 2000 },
    );
  });

  test("that the library wrote is read as what it was", () => {
    const value = fc.jsonValue({ maxDepth: 3 }).filter((one) => !/[^ -~]|\d{3}/.test(JSON.stringify(one)));
    fc.assert(
      fc.property(value, (one) => {
        const read = source(stringify(one, { aliasDuplicateObjects: false, lineWidth: 0 })).value;
        expect(plain(read)).toEqual(plain(one));
      }),
    );
  });
});

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === "bigint" ? Number(one) : one)));
}
