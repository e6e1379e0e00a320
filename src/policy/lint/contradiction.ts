/** Rules whose own conditions exclude each other. */

import { compareDecimal, parseDecimal } from "../../kernel/amount.ts";
import { parseInstant } from "../../kernel/instant.ts";
import { type Comparison, expectedText } from "../../kernel/operator.ts";
import type { Condition, Rule } from "../../kernel/rule.ts";
import { holds, isComparison, isName, literalsOf } from "./comparison.ts";
import type { Finding, Ground } from "./lint.ts";

/** Rules that can never hold. */
export function findContradictions({ snapshot }: Ground): readonly Finding[] {
  return snapshot.policies.flatMap((policy) =>
    policy.rules.flatMap((rule): readonly Finding[] => {
      const what = contradictionOf(rule);
      if (what === null) return [];
      return [{ policy, rule, message: `the rule never matches: ${what}`, help: "correct one of its conditions" }];
    }),
  );
}

/** Which conditions exclude each other, as half a sentence; null when none is certain to. */
function contradictionOf(rule: Rule): string | null {
  const conditions = rule.when.flatMap(flatten);
  const comparisons = conditions.filter(isComparison);
  for (const [index, first] of comparisons.entries()) {
    for (const second of comparisons.slice(index + 1)) {
      if (subject(first) === subject(second) && exclude(first, second, rule)) return said(first, second);
    }
  }
  return emptyWindow(conditions) ? "its time ends before it begins" : null;
}

/** All of an `and` must hold. */
function flatten(condition: Condition): readonly Condition[] {
  return condition.kind === "and" ? condition.of.flatMap(flatten) : [condition];
}

/** A tool without a server has one name, whichever field it is asked by. */
function subject({ field }: Comparison): string {
  return field === "plain" ? "tool" : field;
}

function said(first: Comparison, second: Comparison): string {
  const [one, other] = [first, second].map((each) => expectedText(each).replace(/^matches /, ""));
  return `no \`${subject(first)}\` fits both ${one} and ${other}`;
}

function exclude(first: Comparison, second: Comparison, rule: Rule): boolean {
  return excludeBounds(first, second) || excludeBounds(second, first) || excludeTexts(first, second, rule);
}

function excludeBounds(low: Comparison, high: Comparison): boolean {
  if (low.kind !== "at_least" || high.kind !== "at_most") return false;
  const [min, max] = [parseDecimal(low.value), parseDecimal(high.value)];
  return min !== null && max !== null && compareDecimal(min, max) > 0;
}

/** Fields that have one text each. An argument has many spellings, and two conditions may see two of them. */
const SCALARS: ReadonlySet<string> = new Set([
  "action",
  "tenant",
  "currency",
  "principal",
  "session",
  "name",
  "server",
]);

function excludeTexts(first: Comparison, second: Comparison, rule: Rule): boolean {
  const [literals, other] = literalsOf(first) === null ? [literalsOf(second), first] : [literalsOf(first), second];
  if (literals === null || !hasOneText(first, second, rule)) return false;
  const folds = isName(first.field) && rule.effect !== "allow";
  return literals.every((text) => !holds(other, text, folds));
}

/** Deny and ask rules also know a server's tool by names with its server in them: `a/b` is like `a*`, and is `b`. */
function hasOneText(first: Comparison, second: Comparison, { effect }: Rule): boolean {
  if (SCALARS.has(first.field)) return true;
  if (subject(first) !== "tool") return false;
  return effect === "allow" || (isOfPlainNames(first) && isOfPlainNames(second));
}

function isOfPlainNames(condition: Comparison): boolean {
  return literalsOf(condition)?.every((text) => /^(?!mcp)[^/:]*$/i.test(text)) === true;
}

function emptyWindow(conditions: readonly Condition[]): boolean {
  const instants = (kind: "since" | "until"): readonly number[] =>
    conditions.flatMap((each) => (each.kind === kind ? [parseInstant(each.value) ?? Number.NaN] : []));
  return Math.max(...instants("since")) >= Math.min(...instants("until"));
}
