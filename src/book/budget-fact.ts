/** The facts about budgets that one request needs. */

import type { InForce } from "../budget/succession.ts";
import type { Balance } from "../kernel/budget-fact.ts";
import { balancesOf } from "../kernel/budget-fact.ts";
import { fromUnits } from "../kernel/exact.ts";
import type { Facts, WindowFact } from "../kernel/facts.ts";
import { formatInstant } from "../kernel/instant.ts";
import type { Request } from "../kernel/request.ts";
import type { Total } from "../kernel/total.ts";
import type { Tickets } from "./ticket.ts";

export interface Standing {
  readonly inForce: readonly InForce[];
  readonly at: number;
  readonly tickets: Tickets;
}

/** What stands in each balance the request belongs to, and the budgets of earlier policies that still hold. */
export function budgetFacts(request: Request, { inForce, at, tickets }: Standing): Pick<Facts, "windows" | "retained"> {
  if (request.movements === undefined || inForce.length === 0) return {};
  const windows = balancesOf(
    request,
    inForce.map(({ budget }) => budget),
  ).map((balance) => windowFact(balance, at, tickets));
  const retained = inForce.flatMap((each) => (each.retained ? [each.budget] : []));
  return retained.length === 0 ? { windows } : { windows, retained };
}

function windowFact({ budget, key }: Balance, at: number, tickets: Tickets): WindowFact {
  const { bounds, spent, reserved } = tickets.balanceAt(budget, key, at);
  return {
    budget: budget.id,
    key,
    from: instantText(bounds.from),
    to: instantText(bounds.to),
    spent: totalText(spent),
    reserved: totalText(reserved),
  };
}

/** RFC 3339; null is without bound, and so is what no instant can say. */
export function instantText(at: number | null): string | null {
  if (at === null) return null;
  try {
    return formatInstant(at);
  } catch {
    return null;
  }
}

/** Null where something in it has no known value. */
export function totalText({ units, unknown }: Total): string | null {
  return unknown > 0 ? null : fromUnits(units);
}
