import fs from "node:fs";
import { expect, test } from "vitest";
import { keysOf } from "../kernel/budget.ts";

test("the budget that opens the page on budgets covers the movement beside it", () => {
  const page = fs.readFileSync(new URL("../../docs/spec/budget.md", import.meta.url), "utf8");
  const [budget, movement] = page
    .split("```")[1]!
    .replace("json", "")
    .split("\n\n")
    .map((text) => JSON.parse(text));
  expect(keysOf(budget, movement)).toEqual(['["agent:a","acme"]']);
});
