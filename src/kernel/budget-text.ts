/** What is said of a balance that was looked at: one sentence. */

import type { BudgetCheck } from "./budget-check.ts";
import { fromUnits, toUnits } from "./exact.ts";
import { lengthText } from "./length.ts";

/** Why a balance denies, or what it warns of; null where it does neither. */
export function budgetText(check: BudgetCheck): string | null {
  switch (check.verdict.kind) {
    case "within":
      return null;
    case "warning":
      return `${subjectOf(check)} is beyond its soft limit ${check.budget.soft_limit}: ${check.verdict.total} of ${limitOf(check)}${untilOf(check)}`;
    case "exceeded":
      return exceededText(check);
    case "unknown":
      return `${subjectOf(check)} cannot be computed: ${missingOf(check)}`;
  }
}

/** What may still be moved in a balance; null where it is not known. */
export function leftOf({ budget, spent, reserved }: BudgetCheck): string | null {
  if (spent.unknown + reserved.unknown > 0) return null;
  const left = toUnits(budget.limit) - spent.units - reserved.units;
  return fromUnits(left < 0n ? 0n : left);
}

function exceededText(check: BudgetCheck): string {
  const asked = fromUnits(check.asked.units);
  if (check.budget.window.kind === "per_request")
    return `${subjectOf(check)} permits ${limitOf(check)} in one request, and this one takes ${asked}`;
  const [spent, reserved] = [check.spent, check.reserved].map(({ units }) => fromUnits(units));
  const left = `${leftOf(check) ?? "less"} of ${limitOf(check)} left${untilOf(check)}`;
  return `${subjectOf(check)} has ${left} (${spent} spent, ${reserved} reserved), and the request takes ${asked}`;
}

function subjectOf({ budget, key }: BudgetCheck): string {
  const name = `budget \`${budget.id}\``;
  if (key === null || budget.per.length === 0) return name;
  const values: readonly string[] = JSON.parse(key);
  return `${name} of ${budget.per.map((dimension, i) => `${dimension} \`${values[i]}\``).join(", ")}`;
}

function limitOf({ budget: { limit, measure } }: BudgetCheck): string {
  return measure.kind === "count" ? limit : `${limit} ${measure.unit}`;
}

/** A rolling window has no end to wait for: it is always now. */
function untilOf({ budget: { window }, to }: BudgetCheck): string {
  if (window.kind === "rolling") return ` in the last ${lengthText(window.length_ms)}`;
  return to === null ? "" : ` until ${to}`;
}

function missingOf({ budget: { measure }, key, unclear, asked }: BudgetCheck): string {
  if (key === null) return `${unclear.join(", ")} of the request ${unclear.length === 1 ? "is" : "are"} not known`;
  if (asked.unknown === 0 || measure.kind === "count") return "what was spent from it is not known";
  return `what the request moves is not known in ${measure.unit}`;
}
