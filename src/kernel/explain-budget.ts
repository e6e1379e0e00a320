/** Every balance that a request would move something in, for people who ask why. */

import { compareDecimal } from "./amount.ts";
import { type BudgetCheck, checkBudgets } from "./budget-check.ts";
import type { Verdict } from "./budget-room.ts";
import { budgetText, leftOf } from "./budget-text.ts";
import { fromUnits } from "./exact.ts";
import type { Facts } from "./facts.ts";
import type { Dimension, Movement } from "./movement.ts";
import type { Part, Request } from "./request.ts";
import type { Snapshot } from "./rule.ts";
import type { Total } from "./total.ts";

/** Amounts are canonical decimals; null where they are not known. */
export interface ExplainedBudget {
  readonly budget: string;
  /** Whose balance it is; null where that is not known. */
  readonly of: Readonly<Partial<Record<Dimension, string>>> | null;
  /** What is added up; null counts movements. */
  readonly unit: string | null;
  readonly limit: string;
  readonly soft_limit: string | null;
  readonly spent: string | null;
  readonly reserved: string | null;
  readonly asked: string | null;
  /** Before the request. */
  readonly left: string | null;
  /** RFC 3339, when the window ends; null is never, not known, or (of a rolling one) that it moves with the time. */
  readonly resets: string | null;
  readonly verdict: Verdict["kind"];
  /** Why it denies, or what it warns of; else null. */
  readonly text: string | null;
}

export function explainBudgets(request: Request, snapshot: Snapshot, facts: Facts): readonly ExplainedBudget[] {
  return snapshot.budgets.length === 0 && facts.retained === undefined
    ? []
    : checkBudgets(request, snapshot, facts).map(explained);
}

function explained(check: BudgetCheck): ExplainedBudget {
  const { budget, spent, reserved, asked, to, verdict } = check;
  return {
    budget: budget.id,
    of: ownerOf(check),
    unit: budget.measure.kind === "count" ? null : budget.measure.unit,
    limit: budget.limit,
    soft_limit: budget.soft_limit,
    spent: textOf(spent),
    reserved: textOf(reserved),
    asked: textOf(asked),
    left: leftOf(check),
    resets: budget.window.kind === "rolling" ? null : to,
    verdict: verdict.kind,
    text: budgetText(check),
  };
}

function ownerOf({ budget, key }: BudgetCheck): ExplainedBudget["of"] {
  if (key === null) return null;
  const values: readonly string[] = JSON.parse(key);
  return Object.fromEntries(budget.per.map((dimension, i) => [dimension, values[i]]));
}

function textOf({ units, unknown }: Total): string | null {
  return unknown > 0 ? null : fromUnits(units);
}

/** The request as it would be if it moved no more than what is left; null where no smaller amount would do. */
export function withinBudgets(
  request: Request,
  snapshot: Snapshot,
  facts: Facts,
): { readonly amount: string; readonly request: Request } | null {
  const moving = (request.movements ?? []).filter(({ amounts }) => amounts !== null);
  const failing = checkBudgets(request, snapshot, facts).filter(({ verdict: { kind } }) => kind === "exceeded");
  const lefts = failing.flatMap((check) => (check.budget.measure.kind === "count" ? "0" : (leftOf(check) ?? "0")));
  const [amount] = lefts.toSorted(compareDecimal);
  if (amount === undefined || amount === "0" || moving.length !== 1) return null;
  return { amount, request: withAmount(request, amount) };
}

function withAmount(request: Request, amount: string): Request {
  const parts = request.parts.map((part): Part => (part.kind === "action" ? { ...part, amount } : part));
  const movements = (request.movements ?? []).map(({ amounts, dimensions }): Movement => {
    if (amounts === null) return { amounts, dimensions };
    return { amounts: Object.fromEntries(Object.keys(amounts).map((unit) => [unit, amount])), dimensions };
  });
  return { ...request, parts, movements };
}
