/** Tickets: what an allow reserved, and what became of it; and the budgets in force, which it counts in. */

import { type Event, next, type Open, type Refusal, type Reservation, type Settled } from "../budget/reservation.ts";
import type { BalanceAt } from "../budget/spending.ts";
import { createState } from "../budget/state.ts";
import { type InForce, inForceAt, succeed } from "../budget/succession.ts";
import type { Undo } from "../budget/undo.ts";
import type { OffsetAt } from "../budget/window.ts";
import { type Budget, keysOf } from "../kernel/budget.ts";
import { canonical } from "../kernel/canonical.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Movement } from "../kernel/movement.ts";
import { type Concern, concernOfTicket } from "./concern.ts";
import { BookError, type Fold, type Seen } from "./fold.ts";
import { eventOf, type OutcomeBody, type Overrun, overrunText, type TicketEvent } from "./ticket-event.ts";

/** The member `reservation` of a decision's body. */
export interface ReservationBody {
  readonly budgets: readonly ReservedShare[];
  /** RFC 3339. */
  readonly expires_at: string;
  /** The credential the answer is given to. */
  readonly guard: string;
  readonly movements: readonly Movement[];
  readonly principal: string;
  readonly tenant: string | null;
}

/** What is reserved in one balance: an amount in the budget's unit, or a number of movements. */
export type ReservedShare = { readonly budget: string; readonly key: string } & (
  | { readonly amount: string }
  | { readonly count: number }
);

/** Why something cannot happen to a ticket. */
export type EventRefusal = Refusal | "claim.clock" | "claim.frozen" | "release.foreign";

export interface Tickets extends Fold {
  /** The budgets that hold at a time, those of the policy first; the same list until one of them ends. */
  inForce(at: number): readonly InForce[];
  balanceAt(budget: Budget, key: string, at: number): BalanceAt;
  keysAt(budget: Budget, at: number): readonly string[];
  /** Is it for the time to say whether they may happen: do they move value, or count in a budget? */
  areTimed(movements: readonly Movement[], at: number): boolean;
  find(decision: string): Reservation | null;
  /** Everything that is not closed, oldest first. */
  open(): readonly Open[];
  /** Why an event cannot happen at a time, or null; it changes nothing. */
  refusal(event: TicketEvent, at: number): EventRefusal | null;
  /** What would move beyond a reservation. */
  overrunsOf(decision: string, movements: readonly Movement[]): readonly Overrun[];
  overdue(at: number): readonly string[];
  /** No ticket is overdue before; infinity when none can be. */
  nextExpiry(): number;
}

/** What tickets depend on. */
export interface TicketParts {
  readonly offsetAt: OffsetAt;
  readonly isFrozen: (concern: Concern, at: number) => boolean;
  /** False from a jump of the clock until it is confirmed. */
  readonly isTimeKnown: () => boolean;
  readonly undo: Undo;
}

/** About 120 bytes for each ticket that was closed and 300 for each movement that happened; nothing for other entries. */
export function createTickets({ offsetAt, isFrozen, isTimeKnown, undo }: TicketParts): Tickets {
  const state = createState(offsetAt, undo);
  const settled: Settled[] = [];
  let budgets: readonly InForce[] = [];

  function refusal({ kind, body }: TicketEvent, at: number): EventRefusal | null {
    const before = state.reservation(body.decision);
    if (kind === "release" && body.reason === "released" && before !== null && before.guard !== body.guard)
      return "release.foreign";
    const result = next(before, eventOf(kind, body, at));
    if (!result.ok) return result.code;
    if (kind === "claim" && !isTimeKnown() && areTimed((before as Open).movements, at)) return "claim.clock";
    return kind === "claim" && isFrozen(concernOfTicket(before as Open), at) ? "claim.frozen" : null;
  }

  function areTimed(movements: readonly Movement[], at: number): boolean {
    const inForce = inForceAt(budgets, at);
    const isCounted = (movement: Movement) => inForce.some(({ budget }) => keysOf(budget, movement).length > 0);
    return movements.some((movement) => movement.amounts !== null || isCounted(movement));
  }

  function happen(event: TicketEvent, at: number): void {
    const { kind, body } = event;
    const code = refusal(event, at);
    if (code !== null) throw new BookError(code, `a ${kind} of ${body.decision} that cannot happen: ${code}`);
    if (kind === "outcome" && body.status === "executed") settle(body);
    change(eventOf(kind, body, at));
  }

  function settle({ decision, movements, overruns = [] }: Extract<OutcomeBody, { readonly status: "executed" }>): void {
    if (canonical(overruns) !== canonical(overrunsOf(decision, movements)))
      throw new BookError("outcome.overrun", `what moved beyond ${decision} is not what its outcome says`);
    settled.push({ at: (state.reservation(decision) as Open).claimed_at as number, movements });
    undo(() => settled.pop());
  }

  function change(event: Event): void {
    const applied = state.apply(event);
    if (!applied.ok) throw new BookError(applied.code, `${event.decision}: ${applied.code}`);
  }

  function reserve(seq: number, at: number, { reservation }: { readonly reservation?: ReservationBody }): void {
    if (reservation === undefined) return;
    const { expires_at, guard, movements, principal, tenant } = reservation;
    const decision = `d-${seq}`;
    const owner = { principal, tenant };
    change({ kind: "reserved", decision, at, movements, guard, owner, expires_at: parseInstant(expires_at) ?? at });
  }

  function cover(seq: number, at: number, wanted: readonly Budget[]): void {
    const before = budgets;
    if (wanted.length === 0 && before.length === 0) return;
    budgets = succeed(before, wanted, { at, seq, offsetAt });
    undo(() => {
      budgets = before;
    });
    const all = budgets.map(({ budget }) => budget);
    state.cover(all, () => settled);
  }

  function overrunsOf(decision: string, movements: readonly Movement[]): readonly Overrun[] {
    return overrunText(state.overrunsOf(decision, movements));
  }

  return {
    apply({ kind, seq, at, body }: Seen) {
      if (kind === "decision") reserve(seq, at, body as { readonly reservation?: ReservationBody });
      else if (kind === "policy") cover(seq, at, (body as { readonly budgets?: readonly Budget[] }).budgets ?? []);
      else happen({ kind, body } as TicketEvent, at);
    },
    inForce: (at) => (budgets.every(({ until }) => until === null || at < until) ? budgets : inForceAt(budgets, at)),
    balanceAt: (budget, key, at) => state.balanceAt(budget, key, at),
    keysAt: (budget, at) => state.keysAt(budget, at),
    areTimed,
    find: (decision) => state.reservation(decision),
    open: () => state.open(),
    refusal,
    overrunsOf,
    overdue: (at) => state.overdue(at),
    nextExpiry: () => state.nextExpiry(),
  };
}
