/** What budgets mean, by looking through everything that ever happened each time: slow, and small enough to believe. */

import type { Event, Settled } from "../../src/budget/reservation.ts";
import type { Bounds } from "../../src/budget/window.ts";
import type { Budget } from "../../src/kernel/budget.ts";
import type { Dimension, Movement } from "../../src/kernel/movement.ts";

/** Counts of unknown parts, and a sum in whole cents: the generated amounts have no finer ones. */
export interface Sum {
  readonly cents: number;
  readonly unknown: number;
}

type Kind = Event["kind"];

const CLOSING: readonly Kind[] = ["executed", "failed", "released", "expired"];

/** What is spent and what is reserved in one balance, from the list of accepted events. */
export function balance(
  events: readonly Event[],
  of: { budget: Budget; key: string; bounds: Bounds },
): { spent: Sum; reserved: Sum } {
  // What other requests move is no matter of a limit on each.
  if (of.budget.window.kind === "per_request") return { spent: sum(of, []), reserved: sum(of, []) };
  const spent = settledOf(events)
    .filter(({ at }) => within(at, of.bounds))
    .flatMap(({ movements }) => movements);
  const reserved = openMovements(events);
  return { spent: sum(of, spent), reserved: sum(of, reserved) };
}

/** Everything that moved, dated by the claim. */
export function settledOf(events: readonly Event[]): readonly Settled[] {
  return events.flatMap((event) => {
    if (event.kind !== "executed") return [];
    const claim = events.find(({ kind, decision }) => kind === "claimed" && decision === event.decision);
    return [{ at: claim!.at, movements: event.movements }];
  });
}

/** The refusal an event deserves after others, or null. */
export function refusal(before: readonly Event[], event: Event): string | null {
  const past = before.filter(({ decision }) => decision === event.decision);
  const reservation = past.find(({ kind }) => kind === "reserved");
  const has = (kind: Kind) => past.some((one) => one.kind === kind);
  if (event.kind === "reserved") return reservation === undefined ? null : "reserve.known";
  const word = WORD[event.kind];
  if (reservation?.kind !== "reserved") return `${word}.unknown`;
  if ("by" in event && event.by !== reservation.guard) return `${word}.foreign`;
  const closed = CLOSING.some(has);
  const late = event.at >= reservation.expires_at;
  switch (event.kind) {
    case "claimed":
      if (has("expired")) return "claim.expired";
      if (closed) return "claim.closed";
      if (has("claimed")) return "claim.already";
      return late ? "claim.expired" : null;
    case "signed":
    case "failed":
    case "executed":
      if (has("executed") || has("failed")) return "outcome.double";
      if (closed) return "outcome.closed";
      if (!has("claimed")) return "outcome.unclaimed";
      return event.kind !== "executed" && has("signed") ? "outcome.signed" : null;
    case "released": {
      if (closed) return "release.closed";
      const signed = past.find(({ kind }) => kind === "signed");
      if (signed?.kind !== "signed") return has("claimed") ? "release.claimed" : null;
      const useless = signed.usable_until !== null && event.at >= signed.usable_until;
      return useless || event.evidence !== null ? null : "release.usable";
    }
    case "expired":
      if (closed) return "expire.closed";
      if (has("claimed")) return "expire.claimed";
      return late ? null : "expire.early";
  }
}

const WORD = {
  ...{ claimed: "claim", released: "release", expired: "expire" },
  ...{ signed: "outcome", executed: "outcome", failed: "outcome" },
} as const;

/** Decisions whose reservations are not closed, oldest first. */
export function openOf(events: readonly Event[]): readonly string[] {
  const isClosed = (decision: string) => events.some((one) => one.decision === decision && CLOSING.includes(one.kind));
  return events.flatMap(({ kind, decision }) => (kind === "reserved" && !isClosed(decision) ? [decision] : []));
}

function openMovements(events: readonly Event[]): readonly Movement[] {
  const open = openOf(events);
  return events.flatMap((event) => (event.kind === "reserved" && open.includes(event.decision) ? event.movements : []));
}

function within(at: number, { from, to }: Bounds): boolean {
  return (from === null || at >= from) && (to === null || at < to);
}

/** What movements add to one balance. */
export function sum({ budget, key }: { budget: Budget; key: string }, movements: readonly Movement[]): Sum {
  const counted = movements.filter((movement) => belongs(budget, key, movement));
  const { measure } = budget;
  if (measure.kind === "count") return { cents: counted.length * 100, unknown: 0 };
  const amounts = counted.map(({ amounts }) => amounts![measure.unit]);
  return {
    cents: amounts.reduce((all, amount) => all + Math.round(Number(amount ?? 0) * 100), 0),
    unknown: amounts.filter((amount) => amount === undefined).length,
  };
}

/** Does it count in the balance, or might it? */
export function belongs(budget: Budget, key: string, { amounts, dimensions }: Movement): boolean {
  if (budget.measure.kind === "amount" && amounts === null) return false;
  const filters = Object.entries(budget.filters) as [Dimension, readonly string[]][];
  const fails = filters.some(([name, allowed]) => {
    const value = dimensions[name];
    return value !== undefined && ![value].flat().some((one) => one !== null && allowed.includes(one));
  });
  if (fails) return false;
  if (filters.some(([name]) => dimensions[name] === undefined)) return true;
  if (budget.per.some((name) => [dimensions[name] ?? []].flat().length === 0)) return true;
  const values: readonly string[] = JSON.parse(key);
  return budget.per.every((name, place) => [dimensions[name]].flat().includes(values[place]));
}
