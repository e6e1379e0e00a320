import { expect, it } from "vitest";
import { nearest } from "./suggest.ts";

const KEYS: readonly string[] = ["id", "name", "tool", "tool_pattern", "arg_pattern", "args"];

it.each([
  ["arg_patern", "arg_pattern"],
  ["toolPattern", "tool_pattern"],
  ["tols", "tool"],
  ["NAME", "name"],
  ["arg", "args"],
  ["x", null],
  ["description", null],
  ["", null],
])("%j means %j", (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant);
});
