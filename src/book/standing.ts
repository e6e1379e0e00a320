/** How every budget stands, for people and programs. */

import type { Open } from "../budget/reservation.ts";
import type { InForce } from "../budget/succession.ts";
import type { Budget } from "../kernel/budget.ts";
import { fromUnits, toUnits } from "../kernel/exact.ts";
import { isZero, plus, type Total } from "../kernel/total.ts";
import { instantText, totalText } from "./budget-fact.ts";
import type { Tickets } from "./ticket.ts";

/** One balance of a budget. Amounts are canonical decimals in `unit`; null is not known. */
export interface BudgetStanding {
  readonly budget: string;
  /** Canonical JSON of the values that tell this balance from the others. */
  readonly key: string;
  /** A currency or an asset; null for a budget that counts. */
  readonly unit: string | null;
  readonly window: Budget["window"];
  readonly limit: string;
  readonly soft_limit: string | null;
  readonly spent: string | null;
  readonly reserved: string | null;
  /** "0" when nothing is left. */
  readonly left: string | null;
  /** RFC 3339: when the window ends, and what was spent in it no longer counts; null is never, or moment by moment. */
  readonly resets_at: string | null;
  /** Of an earlier policy, and in force until its window ends. */
  readonly retained: boolean;
  /** Where tenants have ledgers of their own: whose it is; left out for the common one. */
  readonly ledger_tenant?: string;
}

/** What is promised or under way. Instants are RFC 3339. */
export interface OpenStanding {
  readonly decision: string;
  /** `reserved` waits for its claim; `claimed` and `signed` are unknown until their outcome is reported. */
  readonly phase: Open["phase"];
  readonly guard: string;
  readonly principal: string;
  readonly tenant: string | null;
  readonly movements: Open["movements"];
  readonly expires_at: string | null;
  readonly claimed_at: string | null;
  readonly usable_until: string | null;
}

/** Every balance that something counts in, and every budget of which nothing does. `at` never falls. */
export function standings(tickets: Tickets, at: number): readonly BudgetStanding[] {
  return tickets.inForce(at).flatMap((each) => {
    const keys = tickets.keysAt(each.budget, at);
    const shown = keys.length === 0 && each.budget.per.length === 0 ? ["[]"] : keys;
    return shown.map((key) => standing(each, key, { tickets, at }));
  });
}

/** Everything that still counts although nobody knows how it ends, oldest first. */
export function openStandings(tickets: Tickets): readonly OpenStanding[] {
  return tickets.open().map(({ decision, phase, guard, owner, movements, ...times }) => ({
    decision,
    phase,
    guard,
    principal: owner.principal,
    tenant: owner.tenant,
    movements,
    expires_at: instantText(times.expires_at),
    claimed_at: instantText(times.claimed_at),
    usable_until: instantText(times.usable_until),
  }));
}

interface Look {
  readonly tickets: Tickets;
  readonly at: number;
}

function standing({ budget, retained }: InForce, key: string, { tickets, at }: Look): BudgetStanding {
  const { bounds, spent, reserved } = tickets.balanceAt(budget, key, at);
  const { id, measure, window, limit, soft_limit } = budget;
  return {
    budget: id,
    key,
    unit: measure.kind === "amount" ? measure.unit : null,
    window,
    limit,
    soft_limit,
    spent: totalText(spent),
    reserved: totalText(reserved),
    left: leftOf(limit, plus(spent, reserved)),
    resets_at: window.kind === "calendar" ? instantText(bounds.to) : null,
    retained,
  };
}

function leftOf(limit: string, used: Total): string | null {
  if (used.unknown > 0) return null;
  if (isZero(used)) return limit;
  const left = toUnits(limit) - used.units;
  return left <= 0n ? "0" : fromUnits(left);
}
