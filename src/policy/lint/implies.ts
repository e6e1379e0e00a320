/** Whether conditions make another one certain: says yes only when they do. */

import { parseInstant } from "../../kernel/instant.ts";
import type { Comparison } from "../../kernel/operator.ts";
import type { Condition, Rule } from "../../kernel/rule.ts";
import { includes, isComparison, literalsOf, type Reading } from "./comparison.ts";

/** True when everything that `narrow` matches, taken exactly as written, is matched by `wide`. */
export function hides(wide: Rule, narrow: Rule): boolean {
  const reading = readingOf(wide, narrow);
  return wide.when.every((condition) => follows(condition, narrow.when, reading));
}

function readingOf(wide: Rule, narrow: Rule): Reading {
  if (wide.effect === "allow") return narrow.effect === "allow" ? "exact" : "carved";
  return narrow.effect === "allow" ? "mixed" : "folded";
}

/** True when the condition holds wherever all of the others do. */
function follows(wanted: Condition, given: readonly Condition[], reading: Reading): boolean {
  if (isTautology(wanted)) return true;
  if (wanted.kind === "and") return wanted.of.every((each) => follows(each, given, reading));
  if (given.some((each) => entails(each, wanted, reading))) return true;
  return wanted.kind === "or" && wanted.of.some((each) => follows(each, given, reading));
}

/** Every tool has a name. */
function isTautology(condition: Condition): boolean {
  if (condition.kind !== "glob" || !/^\*\*?$/.test(condition.pattern)) return false;
  return condition.field === "tool" || condition.field === "name";
}

function entails(given: Condition, wanted: Condition, reading: Reading): boolean {
  if (given.kind === "or") return given.of.length > 0 && given.of.every((each) => follows(wanted, [each], reading));
  if (given.kind === "and") return follows(wanted, given.of, reading);
  if (isComparison(given) && isComparison(wanted))
    return isOfField(given, wanted.field, reading) && includes(wanted, given, reading);
  if (given.kind === "since" && wanted.kind === "since") return instant(given.value) >= instant(wanted.value);
  if (given.kind === "until" && wanted.kind === "until") return instant(given.value) <= instant(wanted.value);
  // Of kinds that are not known here nothing is known, but that each is as true as itself when both read alike.
  return reading !== "mixed" && JSON.stringify(given) === JSON.stringify(wanted);
}

/** NaN, which is never in order, when it is none. */
function instant(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}

/** True when a condition on its own field says as much about another one. */
function isOfField(given: Comparison, field: string, reading: Reading): boolean {
  if (given.field === field) return true;
  if (given.field === "plain" && field === "tool") return true;
  if (reading === "folded") return given.field === "tool" && field === "plain";
  if (given.field === "plain") return field === "name";
  // A tool whose whole name has no `/` has no server.
  const isPlain = given.field === "tool" && textsOf(given, reading).every((text) => !text.includes("/"));
  return isPlain && (field === "plain" || field === "name");
}

/** The names a condition is about. A restriction that names no server is, as it is written, about tools without one. */
function textsOf(given: Comparison, reading: Reading): readonly string[] {
  const texts = given.kind === "glob" && reading === "carved" ? [given.pattern] : literalsOf(given);
  return texts ?? ["/"];
}
