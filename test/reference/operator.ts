/** The operators on one text: rule 7 of docs/spec/decision.md. */

import type { Text } from "../../src/kernel/request.ts";
import type { Condition } from "../../src/kernel/rule.ts";
import { compareDecimals, isDecimal } from "./decimal.ts";
import { everyFillingMatches, globMatches, literally, someFillingMatches } from "./glob.ts";

export type Truth = "true" | "false" | "unknown" | "open";

/** A condition on a field. */
export type Leaf = Extract<Condition, { readonly field: string }>;

/** The truth of the condition's operator on a text, read restrictively (`strict`) or permissively. */
export function testText(leaf: Leaf, text: Text, strict: boolean): Truth {
  if (isNumeric(leaf)) return testNumber(leaf, text);
  if (leaf.kind === "one_of" && leaf.field === "amount") return testAmong(leaf.values, text);
  if (typeof text !== "string") return testHoles(leaf, text, strict);
  return truth(leaf.kind === "glob" ? globMatches(leaf.pattern, text) : operands(leaf).includes(text));
}

/** The same condition with its operand lower-cased. */
export function lowered(leaf: Leaf): Leaf {
  if (leaf.kind === "glob") return { ...leaf, pattern: lower(leaf.pattern) };
  return leaf.kind === "one_of" ? { ...leaf, values: leaf.values.map(lower) } : { ...leaf, value: lower(leaf.value) };
}

/** The text with A to Z lower-cased. */
export function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The truth of what is known. */
export function truth(holds: boolean): Truth {
  return holds ? "true" : "false";
}

function isNumeric(leaf: Leaf): leaf is Extract<Leaf, { readonly value: string }> {
  return leaf.kind === "at_most" || leaf.kind === "at_least" || (leaf.kind === "equal" && leaf.field === "amount");
}

function testNumber({ kind, value }: Extract<Leaf, { readonly value: string }>, text: Text): Truth {
  if (!isDecimal(value)) return "unknown";
  if (typeof text !== "string") return "open";
  if (!isDecimal(text)) return "unknown";
  const sign = compareDecimals(text, value);
  return truth(sign === 0 || (kind === "at_most" && sign < 0) || (kind === "at_least" && sign > 0));
}

/** 9 */
function testAmong(values: readonly string[], text: Text): Truth {
  if (
    values.some(
      (value) => isDecimal(value) && isDecimal(text as string) && compareDecimals(value, text as string) === 0,
    )
  )
    return "true";
  return values.every(isDecimal) ? "false" : "unknown";
}

function testHoles(leaf: Leaf, pieces: readonly string[], strict: boolean): Truth {
  const patterns = leaf.kind === "glob" ? [leaf.pattern] : operands(leaf).map(literally);
  if (!patterns.some((pattern) => someFillingMatches(pattern, pieces))) return "false";
  return strict && leaf.kind === "glob" && everyFillingMatches(leaf.pattern, pieces) ? "true" : "open";
}

function operands(leaf: Leaf): readonly string[] {
  if (leaf.kind === "glob") return [];
  return leaf.kind === "one_of" ? leaf.values : [leaf.value];
}
