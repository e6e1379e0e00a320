import { describe, expect, test } from "vitest";
import { escapeAll, escapeJson, escapeText } from "./escape.ts";

const HOSTILE: readonly (readonly [what: string, text: string, shown: string])[] = [
  ["an escape sequence", "\u001b[31mred", "\\x1b[31mred"],
  ["a single-byte CSI", "\u009b2J", "\\x9b2J"],
  ["a line feed", "a\nb", "a\\nb"],
  ["a carriage return", "a\rb", "a\\rb"],
  ["NUL and DEL", "\0\u007f", "\\x00\\x7f"],
  ["a bidi override", "a\u202eb", "a\\u{202e}b"],
  ["a bidi isolate", "\u2066", "\\u{2066}"],
  ["a zero-width space", "a\u200bb", "a\\u{200b}b"],
  ["a tag character", "\u{e0041}", "\\u{e0041}"],
  ["a lone surrogate", "\ud800", "\\u{d800}"],
  ["a line separator", "\u2028", "\\u{2028}"],
];

describe("escapeText", () => {
  test.each(HOSTILE)("shows %s", (_what, text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  test("leaves letters of all scripts, marks and emoji alone", () => {
    const text = "naïve — 日本語 שלום 👍";
    expect(escapeText(text)).toBe(text);
  });
});

describe("escapeJson", () => {
  test.each(HOSTILE)("keeps the value and hides %s", (_what, text) => {
    const json = escapeJson(JSON.stringify({ text }));
    expect(JSON.parse(json)).toEqual({ text });
    expect(escapeText(json)).toBe(json);
  });
});

test("escapeAll reaches every text, names included", () => {
  const data = { "a\n": ["\u001b", { deep: "\u202e" }], number: 1, nothing: null };
  expect(escapeAll(data)).toEqual({ "a\\n": ["\\x1b", { deep: "\\u{202e}" }], number: 1, nothing: null });
});
