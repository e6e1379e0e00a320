/** Which facts the budgets of a request need, and what they are where nothing was ever spent. */

import { type Budget, sharesOf } from "./budget.ts";
import { budgetsFor } from "./budget-index.ts";
import type { WindowFact } from "./facts.ts";
import type { Request } from "./request.ts";
import type { Total } from "./total.ts";

export interface Balance {
  readonly budget: Budget;
  readonly key: string;
  /** What the request would move in it. */
  readonly asked: Total;
}

/** The balances whose windows must be among the facts, in the order in which they are checked; often none. */
export function balancesOf({ movements }: Request, budgets: readonly Budget[]): readonly Balance[] {
  if (movements === undefined) return [];
  return budgetsFor(budgets, movements).flatMap((budget) =>
    budget.window.kind === "per_request"
      ? []
      : [...sharesOf(budget, movements).known].map(([key, asked]) => ({ budget, key, asked })),
  );
}

/** The windows of a ledger in which nothing was ever spent, for questions without one: their ends are not known. */
export function unspent(request: Request, budgets: readonly Budget[]): readonly WindowFact[] {
  return balancesOf(request, budgets).map(({ budget, key }) => {
    return { budget: budget.id, key, from: null, to: null, spent: "0", reserved: "0" };
  });
}
