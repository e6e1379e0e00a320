/** Whether a budget has room for what a request would move. */

import type { Budget } from "./budget.ts";
import { fromUnits, toUnits } from "./exact.ts";
import { plus, type Total } from "./total.ts";

/** What stands in one balance, and what would be added. */
export interface Standing {
  readonly spent: Total;
  /** Promised and not yet settled. */
  readonly reserved: Total;
  readonly candidate: Total;
}

export type Verdict =
  | { readonly kind: "within" }
  /** Within the limit, beyond the soft limit. */
  | { readonly kind: "warning"; readonly total: string }
  | { readonly kind: "exceeded"; readonly total: string }
  /** Something that counts has no known value: the request is denied. */
  | { readonly kind: "unknown" };

/** Would the balance hold more than its budget permits? What equals a limit does not exceed it. */
export function wouldExceed(budget: Budget, standing: Standing): Verdict {
  const total = plus(plus(standing.spent, standing.reserved), standing.candidate);
  // What is known may exceed the limit already: then more is known than that something is unknown.
  if (total.units > toUnits(budget.limit)) return { kind: "exceeded", total: fromUnits(total.units) };
  if (total.unknown > 0) return { kind: "unknown" };
  if (budget.soft_limit === null || total.units <= toUnits(budget.soft_limit)) return { kind: "within" };
  return { kind: "warning", total: fromUnits(total.units) };
}
