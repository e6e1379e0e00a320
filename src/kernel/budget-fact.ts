/** Which facts the budgets of a request need, and what they are where nothing was ever spent. */

import { type Budget, type Share, sharesOf } from "./budget.ts";
import { budgetsFor } from "./budget-index.ts";
import type { WindowFact } from "./facts.ts";
import type { Request } from "./request.ts";

export interface Balance extends Share {
  readonly budget: Budget;
}

/** The balances whose windows must be among the facts, in the order in which they are checked; often none. */
export function balancesOf({ movements }: Request, budgets: readonly Budget[]): readonly Balance[] {
  const balances: Balance[] = [];
  if (movements === undefined) return balances;
  for (const budget of budgetsFor(budgets, movements)) {
    if (budget.window.kind === "per_request") continue;
    for (const { key, asked } of sharesOf(budget, movements).known) balances.push({ budget, key, asked });
  }
  return balances;
}

/** The windows of a ledger in which nothing was ever spent, for questions without one: their ends are not known. */
export function unspent(request: Request, budgets: readonly Budget[]): readonly WindowFact[] {
  return balancesOf(request, budgets).map(({ budget, key }) => {
    return { budget: budget.id, key, from: null, to: null, spent: "0", reserved: "0" };
  });
}
