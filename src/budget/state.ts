/** All reservations and balances: a fold of the ledger's events. Changed in place, for a copy would cost what exists. */

import type { Budget, Scope } from "../kernel/budget.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Movement } from "../kernel/movement.ts";
import { type Event, isOpen, next, type Open, type Refusal, type Reservation, type Settled } from "./reservation.ts";
import { type BalanceAt, createSpending, type Overrun, overruns, type Spending } from "./spending.ts";
import type { OffsetAt } from "./window.ts";

export type Applied =
  /** `overruns` by budget id; each is an entry of its own, and counts against what follows. */
  | { readonly ok: true; readonly overruns: readonly (Overrun & { readonly budget: string })[] }
  | { readonly ok: false; readonly code: Refusal };

export interface State {
  /** An event that is refused changes nothing. */
  apply(event: Event): Applied;
  /**
   * The budgets in force from now on. A budget whose window, scope, filters or measure is new is given its past:
   * `history` is asked for everything settled so far, at most once, and only then.
   */
  cover(budgets: readonly Budget[], history: () => Iterable<Settled>): void;
  /** Throws RangeError for a budget that is not covered, and for a time before one that was looked up. */
  balanceAt(budget: Budget, key: string, now: number): BalanceAt;
  keysAt(budget: Budget, now: number): readonly string[];
  reservation(decision: string): Reservation | null;
  /** Everything not closed, oldest first. */
  open(): Iterable<Open>;
  /** Decisions that were never claimed and whose time is over: each needs an `expired` event. */
  overdue(now: number): readonly string[];
}

export function createState(offsetAt: OffsetAt): State {
  const reservations = new Map<string, Reservation>();
  const opened = new Map<string, Open>();
  let spendings: ReadonlyMap<string, Spending> = new Map();
  let covered: readonly Budget[] = [];
  /** No unclaimed reservation expires before. */
  let nextExpiry = Number.POSITIVE_INFINITY;

  function apply(event: Event): Applied {
    const before = reservations.get(event.decision) ?? null;
    const result = next(before, event);
    if (!result.ok) return result;
    const { reservation, settled } = result;
    reservations.set(event.decision, reservation);
    if (isOpen(reservation)) keep(reservation, before);
    else if (isOpen(before)) close(before, settled);
    return {
      ok: true,
      overruns: settled === null || !isOpen(before) ? [] : overrun(before.movements, settled.movements),
    };
  }

  function keep(reservation: Open, before: Reservation | null): void {
    opened.set(reservation.decision, reservation);
    if (before !== null) return;
    nextExpiry = Math.min(nextExpiry, reservation.expires_at);
    for (const spending of spendings.values()) spending.reserve(reservation.movements);
  }

  function close(before: Open, settled: Settled | null): void {
    opened.delete(before.decision);
    for (const spending of spendings.values()) {
      spending.release(before.movements);
      if (settled !== null) spending.settle(settled);
    }
  }

  function overrun(reserved: readonly Movement[], executed: readonly Movement[]) {
    return covered.flatMap((budget) =>
      overruns(budget, reserved, executed).map((one) => ({ ...one, budget: budget.id })),
    );
  }

  function cover(budgets: readonly Budget[], history: () => Iterable<Settled>): void {
    const wanted = new Map<string, Spending>();
    const fresh: Spending[] = [];
    for (const budget of budgets) {
      const name = nameOf(budget);
      const known = wanted.get(name) ?? spendings.get(name);
      const spending = known ?? createSpending(budget, offsetAt);
      if (known === undefined) fresh.push(spending);
      wanted.set(name, spending);
    }
    if (fresh.length > 0) catchUp(fresh, history());
    spendings = wanted;
    covered = budgets;
  }

  function catchUp(fresh: readonly Spending[], history: Iterable<Settled>): void {
    for (const settled of history) for (const spending of fresh) spending.settle(settled);
    for (const { movements } of opened.values()) for (const spending of fresh) spending.reserve(movements);
  }

  function spendingOf(budget: Budget): Spending {
    const spending = spendings.get(nameOf(budget));
    if (spending === undefined) throw new RangeError(`budget \`${budget.id}\` is not in force`);
    return spending;
  }

  function overdue(now: number): readonly string[] {
    if (now < nextExpiry) return [];
    const unclaimed = [...opened.values()].filter(({ phase }) => phase === "reserved");
    nextExpiry = unclaimed.reduce((least, { expires_at }) => Math.min(least, expires_at), Number.POSITIVE_INFINITY);
    return unclaimed.filter(({ expires_at }) => expires_at <= now).map(({ decision }) => decision);
  }

  return {
    apply,
    cover,
    balanceAt: (budget, key, now) => spendingOf(budget).balanceAt(key, now),
    keysAt: (budget, now) => spendingOf(budget).keysAt(now),
    reservation: (decision) => reservations.get(decision) ?? null,
    open: () => opened.values(),
    overdue,
  };
}

/** Budgets that differ in their limits only share their sums. */
function nameOf({ measure, window, per, filters }: Budget): string {
  const scope: Scope = { measure, window, per, filters };
  return canonical(scope);
}
