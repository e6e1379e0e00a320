/** The facts about budgets that one request needs. */

import type { InForce } from "../budget/succession.ts";
import type { Budget } from "../kernel/budget.ts";
import type { Balance } from "../kernel/budget-fact.ts";
import { balancesOf } from "../kernel/budget-fact.ts";
import { fromUnits } from "../kernel/exact.ts";
import type { WindowFact } from "../kernel/facts.ts";
import { formatInstant } from "../kernel/instant.ts";
import { perObject } from "../kernel/per-object.ts";
import type { Request } from "../kernel/request.ts";
import type { Total } from "../kernel/total.ts";
import type { Tickets } from "./ticket.ts";

/** What a request has to do with the budgets in force. */
export interface Involved {
  /** The balances that it would move something in. */
  readonly balances: readonly Balance[];
  /** The budgets of earlier policies that still hold. */
  readonly retained: readonly Budget[];
}

/** Null when nobody asks what it moves. */
export function involvedIn(request: Request, inForce: readonly InForce[]): Involved | null {
  if (request.movements === undefined || inForce.length === 0) return null;
  const { all, retained } = budgetsOf(inForce);
  return { balances: balancesOf(request, all), retained };
}

interface Budgets {
  readonly all: readonly Budget[];
  readonly retained: readonly Budget[];
}

/** Made once for each list of budgets, which is the same until policies change: what is found in it goes by the list. */
const budgetsOf: (inForce: readonly InForce[]) => Budgets = perObject((inForce) => ({
  all: inForce.map(({ budget }) => budget),
  retained: inForce.flatMap((each) => (each.retained ? [each.budget] : [])),
}));

/** What stands in each balance. */
export function windowFacts(balances: readonly Balance[], look: Look): readonly WindowFact[] {
  return balances.map((balance) => windowFact(balance, look));
}

interface Look {
  readonly at: number;
  readonly tickets: Tickets;
}

function windowFact({ budget, key }: Balance, { at, tickets }: Look): WindowFact {
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
