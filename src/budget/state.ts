/** All reservations and balances: a fold of the ledger's events. Changed in place, for a copy would cost what exists. */

import type { Budget, Scope } from "../kernel/budget.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Movement } from "../kernel/movement.ts";
import { createExpiries } from "./expiry.ts";
import { type Event, isOpen, next, type Open, type Refusal, type Reservation, type Settled } from "./reservation.ts";
import { type BalanceAt, createSpending, type Overrun, overruns, type Spending } from "./spending.ts";
import { NEVER_BACK, type Undo } from "./undo.ts";
import type { OffsetAt } from "./window.ts";

export type Applied =
  /** `overruns` is what moved beyond the reservation: it counts against what follows. */
  { readonly ok: true; readonly overruns: readonly BudgetOverrun[] } | { readonly ok: false; readonly code: Refusal };

export interface BudgetOverrun extends Overrun {
  readonly budget: string;
}

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
  /** What would move beyond a reservation that is open. */
  overrunsOf(decision: string, movements: readonly Movement[]): readonly BudgetOverrun[];
  /** Everything not closed, oldest first. */
  open(): Iterable<Open>;
  /** Decisions that were never claimed and whose time is over: each needs an `expired` event. */
  overdue(now: number): readonly string[];
  /** Nothing is overdue before; infinity when nothing can expire. */
  nextExpiry(): number;
}

/** Every change can be taken back with what `undo` was told; look-ups cannot, so they go on in the order of time. */
export function createState(offsetAt: OffsetAt, undo: Undo = NEVER_BACK): State {
  const reservations = new Map<string, Reservation>();
  const opened = new Map<string, Open>();
  /** In which order they came; what is taken back comes again at the end of a map. */
  const ranks = new Map<string, number>();
  const expiries = createExpiries();
  let count = 0;
  let spendings: ReadonlyMap<string, Spending> = new Map();
  let covered: readonly Budget[] = [];

  function apply(event: Event): Applied {
    const before = reservations.get(event.decision) ?? null;
    const result = next(before, event);
    if (!result.ok) return result;
    const { reservation, settled } = result;
    reservations.set(event.decision, reservation);
    if (before === null) begin(reservation as Open);
    else if (isOpen(reservation)) go(before as Open, reservation);
    else close(before as Open, settled);
    return {
      ok: true,
      overruns: settled === null || !isOpen(before) ? [] : overrun(before.movements, settled.movements),
    };
  }

  function begin(reservation: Open): void {
    const { decision, movements, expires_at } = reservation;
    opened.set(decision, reservation);
    ranks.set(decision, count++);
    expiries.add(decision, expires_at);
    for (const spending of spendings.values()) spending.reserve(movements);
    undo(() => {
      reservations.delete(decision);
      opened.delete(decision);
      ranks.delete(decision);
      for (const spending of spendings.values()) spending.release(movements);
    });
  }

  function go(before: Open, after: Open): void {
    opened.set(after.decision, after);
    undo(() => reopen(before));
  }

  function close(before: Open, settled: Settled | null): void {
    const rank = ranks.get(before.decision)!;
    opened.delete(before.decision);
    ranks.delete(before.decision);
    for (const spending of spendings.values()) {
      spending.release(before.movements);
      if (settled !== null) spending.settle(settled);
    }
    undo(() => {
      ranks.set(before.decision, rank);
      for (const spending of spendings.values()) {
        if (settled !== null) spending.unsettle(settled);
        spending.reserve(before.movements);
      }
      reopen(before);
    });
  }

  function reopen(before: Open): void {
    reservations.set(before.decision, before);
    opened.set(before.decision, before);
    // It was taken out if it was due meanwhile; a second mention does no harm.
    if (before.phase === "reserved") expiries.add(before.decision, before.expires_at);
  }

  function overrun(reserved: readonly Movement[], executed: readonly Movement[]): readonly BudgetOverrun[] {
    return covered.flatMap((budget) =>
      overruns(budget, reserved, executed).map((one) => ({ ...one, budget: budget.id })),
    );
  }

  function cover(budgets: readonly Budget[], history: () => Iterable<Settled>): void {
    const [spendingsBefore, coveredBefore] = [spendings, covered];
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
    undo(() => {
      spendings = spendingsBefore;
      covered = coveredBefore;
    });
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
    const due = new Set(expiries.due(now).map(({ decision }) => decision));
    const unclaimed = [...due].filter((decision) => opened.get(decision)?.phase === "reserved");
    // They stay due until they are closed.
    for (const decision of unclaimed) expiries.add(decision, opened.get(decision)!.expires_at);
    return unclaimed.sort(byRank);
  }

  function byRank(a: string, b: string): number {
    return ranks.get(a)! - ranks.get(b)!;
  }

  return {
    apply,
    cover,
    balanceAt: (budget, key, now) => spendingOf(budget).balanceAt(key, now),
    keysAt: (budget, now) => spendingOf(budget).keysAt(now),
    reservation: (decision) => reservations.get(decision) ?? null,
    overrunsOf: (decision, movements) => overrun(opened.get(decision)?.movements ?? [], movements),
    open: () => [...opened.values()].sort((a, b) => byRank(a.decision, b.decision)),
    overdue,
    nextExpiry: () => expiries.next(),
  };
}

/** The names of scopes, made once: every look-up asks for one. */
const names = new WeakMap<Budget, string>();

/** Budgets that differ in their limits only share their sums. */
function nameOf(budget: Budget): string {
  const known = names.get(budget);
  if (known !== undefined) return known;
  const { measure, window, per, filters } = budget;
  const scope: Scope = { measure, window, per, filters };
  const name = canonical(scope);
  names.set(budget, name);
  return name;
}
