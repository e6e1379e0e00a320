import { expect, test } from "vitest";
import { paintFor } from "./colour.ts";

const CASES: readonly (readonly [what: string, env: Record<string, string>, terminal: boolean, coloured: boolean])[] = [
  ["a terminal has colours", {}, true, true],
  ["a pipe has none", {}, false, false],
  ["NO_COLOR takes them away", { NO_COLOR: "1" }, true, false],
  ["an empty NO_COLOR does not", { NO_COLOR: "" }, true, true],
  ["FORCE_COLOR gives them to a pipe", { FORCE_COLOR: "1" }, false, true],
  ["FORCE_COLOR beats NO_COLOR", { FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  ["FORCE_COLOR=0 takes them away", { FORCE_COLOR: "0" }, true, false],
  ["a dumb terminal has none", { TERM: "dumb" }, true, false],
];

test.each(CASES)("%s", (_what, env, terminal, coloured) => {
  const painted = paintFor({ env, terminal })("red", "x");
  expect(painted).toBe(coloured ? "\u001b[31mx\u001b[39m" : "x");
});
