/** What conditions on one text say, as far as it can be compared. */

import { compareDecimal, parseDecimal } from "../../kernel/amount.ts";
import { foldCase, foldGlob } from "../../kernel/glob.ts";
import { type Comparison, foldOperand, textTest } from "../../kernel/operator.ts";
import type { Condition } from "../../kernel/rule.ts";
import { TRUE } from "../../kernel/truth.ts";
import { globIncludes } from "./glob-includes.ts";

const KINDS: ReadonlySet<string> = new Set<Comparison["kind"]>(["equal", "one_of", "glob", "at_most", "at_least"]);

/** True for the kinds that this folder understands; whatever else there is cannot be compared. */
export function isComparison(condition: Condition): condition is Comparison {
  return KINDS.has(condition.kind);
}

/** Names of tools and servers: deny and ask rules read them without regard to case. */
const NAMES: ReadonlySet<string> = new Set(["tool", "plain", "name", "server"]);

export function isName(field: string): boolean {
  return NAMES.has(field);
}

/** The only texts that satisfy the condition; null when there are others. */
export function literalsOf(condition: Comparison): readonly string[] | null {
  if (condition.kind === "equal") return [condition.value];
  if (condition.kind === "one_of") return condition.values;
  return condition.kind === "glob" && !/[*?[]/.test(condition.pattern) ? [condition.pattern] : null;
}

/**
 * How two rules read: `exact` both as written, `folded` both without case, `mixed` only the wider one without case;
 * `carved` is a restriction under an allow, which is compared by what it says, not by the other spellings it knows.
 */
export type Reading = "exact" | "folded" | "mixed" | "carved";

/** True when a text that satisfies `narrow` is certain to satisfy `wide`, on one field. */
export function includes(wide: Comparison, narrow: Comparison, reading: Reading): boolean {
  const folds = isName(wide.field) && (reading === "folded" || reading === "mixed");
  const literals = literalsOf(narrow);
  if (literals !== null) return literals.every((text) => holds(wide, text, folds));
  if (wide.kind === "glob" && narrow.kind === "glob") return includesGlob(wide.pattern, narrow.pattern, reading);
  if (wide.kind !== narrow.kind || (wide.kind !== "at_most" && wide.kind !== "at_least")) return false;
  return includesBound(wide.kind, wide.value, (narrow as typeof wide).value);
}

/** True when the text satisfies the condition; with `folds` both lose their case first. */
export function holds(condition: Comparison, text: string, folds: boolean): boolean {
  const test = textTest(folds ? foldOperand(condition) : condition);
  return test.known(folds ? foldCase(text) : text) === TRUE;
}

// What is in such a class may be outside of it once both have lost their case.
const UNEVEN_CLASS = /\[[^\]]*[-!]/;

function includesGlob(wide: string, narrow: string, reading: Reading): boolean {
  if (!globIncludes(wide, narrow)) return false;
  if (reading === "exact" || reading === "carved") return true;
  return reading === "mixed" ? !UNEVEN_CLASS.test(wide) : globIncludes(foldGlob(wide), foldGlob(narrow));
}

function includesBound(kind: "at_most" | "at_least", wide: string, narrow: string): boolean {
  const [outer, inner] = [parseDecimal(wide), parseDecimal(narrow)];
  if (outer === null || inner === null) return false;
  return kind === "at_most" ? compareDecimal(inner, outer) <= 0 : compareDecimal(inner, outer) >= 0;
}
