import { expect, test } from "vitest";
import { didYouMean } from "./suggest.ts";

test("a misspelt word gets a suggestion, a foreign one does not", () => {
  expect(didYouMean("chekc", ["check", "list"])).toBe("; did you mean `check`?");
  expect(didYouMean("bicycle", ["check", "list"])).toBe("");
});
