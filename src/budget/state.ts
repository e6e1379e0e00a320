/** All reservations and balances: a fold of the ledger's events. Changed in place, for a copy would cost what exists. */

import type { Budget, Scope } from "../kernel/budget.ts";
import { budgetsFor } from "../kernel/budget-index.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Movement } from "../kernel/movement.ts";
import { perObject } from "../kernel/per-object.ts";
import { createExpiries } from "./expiry.ts";
import {
  type Closed,
  type Event,
  isOpen,
  next,
  type Open,
  type Refusal,
  type Reservation,
  type Settled,
} from "./reservation.ts";
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
  open(): readonly Open[];
  /** Decisions that were never claimed and whose time is over: each needs an `expired` event. */
  overdue(now: number): readonly string[];
  /** Nothing is overdue before; infinity when nothing can expire. */
  nextExpiry(): number;
}

/** Every change can be taken back with what `undo` was told; look-ups cannot, so they go on in the order of time. */
export function createState(offsetAt: OffsetAt, undo: Undo = NEVER_BACK): State {
  const opened = new Map<string, Slot>();
  const closed = new Map<string, Closed>();
  const expiries = createExpiries();
  let count = 0;
  let spendings: ReadonlyMap<string, Spending> = new Map();
  let covered: readonly Budget[] = [];
  /** One budget for each of the spendings: those that movements may count in are found among them. */
  let scopes: readonly Budget[] = [];

  function reservation(decision: string): Reservation | null {
    return opened.get(decision)?.open ?? closed.get(decision) ?? null;
  }

  function apply(event: Event): Applied {
    const before = reservation(event.decision);
    const result = next(before, event);
    if (!result.ok) return result;
    if (before === null) begin(result.reservation as Open);
    else if (isOpen(result.reservation)) go(before as Open, result.reservation);
    else return { ok: true, overruns: close(before as Open, result.reservation, result.settled) };
    return NO_OVERRUN;
  }

  function begin(open: Open): void {
    const { decision, movements, expires_at } = open;
    opened.set(decision, { open, rank: count++ });
    expiries.add(decision, expires_at);
    for (const spending of concerned(movements)) spending.reserve(movements);
    undo(() => {
      opened.delete(decision);
      for (const spending of concerned(movements)) spending.release(movements);
    });
  }

  function go(before: Open, after: Open): void {
    const slot = slotOf(before.decision);
    slot.open = after;
    undo(() => {
      slot.open = before;
      reopen(slot);
    });
  }

  function close(before: Open, after: Closed, settled: Settled | null): readonly BudgetOverrun[] {
    const { decision, movements } = before;
    const slot = slotOf(decision);
    opened.delete(decision);
    closed.set(decision, after);
    for (const spending of concerned(movements)) spending.release(movements);
    if (settled !== null) for (const spending of concerned(settled.movements)) spending.settle(settled);
    undo(() => {
      closed.delete(decision);
      if (settled !== null) for (const spending of concerned(settled.movements)) spending.unsettle(settled);
      for (const spending of concerned(movements)) spending.reserve(movements);
      reopen(slot);
    });
    return settled === null ? [] : overrun(movements, settled.movements);
  }

  function concerned(movements: readonly Movement[]): readonly Spending[] {
    return budgetsFor(scopes, movements).map(spendingOf);
  }

  function reopen(slot: Slot): void {
    const { decision, phase, expires_at } = slot.open;
    opened.set(decision, slot);
    // It was taken out if it was due meanwhile; a second mention does no harm.
    if (phase === "reserved") expiries.add(decision, expires_at);
  }

  function overrun(reserved: readonly Movement[], executed: readonly Movement[]): readonly BudgetOverrun[] {
    return covered.flatMap((budget) =>
      overruns(budget, reserved, executed).map((one) => ({ ...one, budget: budget.id })),
    );
  }

  function cover(budgets: readonly Budget[], history: () => Iterable<Settled>): void {
    const before = { spendings, covered, scopes };
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
    scopes = [...new Map(budgets.map((budget) => [nameOf(budget), budget])).values()];
    undo(() => {
      ({ spendings, covered, scopes } = before);
    });
  }

  function catchUp(fresh: readonly Spending[], history: Iterable<Settled>): void {
    for (const settled of history) for (const spending of fresh) spending.settle(settled);
    for (const { open } of opened.values()) for (const spending of fresh) spending.reserve(open.movements);
  }

  function spendingOf(budget: Budget): Spending {
    const spending = spendings.get(nameOf(budget));
    if (spending === undefined) throw new RangeError(`budget \`${budget.id}\` is not in force`);
    return spending;
  }

  function overdue(now: number): readonly string[] {
    const due = new Set(expiries.due(now).map(({ decision }) => decision));
    const unclaimed = [...due].filter((decision) => opened.get(decision)?.open.phase === "reserved");
    // They stay due until they are closed.
    for (const decision of unclaimed) expiries.add(decision, slotOf(decision).open.expires_at);
    return unclaimed.sort((a, b) => byRank(slotOf(a), slotOf(b)));
  }

  function slotOf(decision: string): Slot {
    return opened.get(decision) as Slot;
  }

  return {
    apply,
    cover,
    balanceAt: (budget, key, now) => spendingOf(budget).balanceAt(key, now),
    keysAt: (budget, now) => spendingOf(budget).keysAt(now),
    reservation,
    overrunsOf: (decision, movements) => overrun(opened.get(decision)?.open.movements ?? [], movements),
    open: () => [...opened.values()].sort(byRank).map(({ open }) => open),
    overdue,
    nextExpiry: () => expiries.next(),
  };
}

const NO_OVERRUN: Applied = { ok: true, overruns: [] };

/** What is open, and in which order it came: what is taken back comes again at the end of a map. */
interface Slot {
  open: Open;
  readonly rank: number;
}

function byRank(a: Slot, b: Slot): number {
  return a.rank - b.rank;
}

/** The name of a scope, for which every look-up asks. Budgets that differ in their limits only share their sums. */
const nameOf: (budget: Budget) => string = perObject(({ measure, window, per, filters }) => {
  const scope: Scope = { measure, window, per, filters };
  return canonical(scope);
});
