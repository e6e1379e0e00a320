/** The life of one reservation: a fold of events, each of which is an entry of the ledger; docs/spec/budget.md. */

import type { Movement } from "../kernel/movement.ts";

/** What happened to the reservation of a decision. Instants are milliseconds since the epoch, and never fall. */
export type Event = { readonly decision: string; readonly at: number } & (
  | {
      /** The decision allowed. */
      readonly kind: "reserved";
      readonly movements: readonly Movement[];
      readonly expires_at: number;
      /** The credential the answer was given to; nobody else can claim it or report its outcome. */
      readonly guard: string;
      /** Whose it is. */
      readonly owner: Owner;
    }
  /** A guard is about to act. */
  | { readonly kind: "claimed"; readonly by: string }
  /** A signature left the guard; from `usable_until` on (null: never) nobody can use it any more. */
  | { readonly kind: "signed"; readonly by: string; readonly usable_until: number | null }
  /** What really moved, which may be more than was reserved. */
  | { readonly kind: "executed"; readonly by: string; readonly movements: readonly Movement[] }
  | { readonly kind: "failed"; readonly by: string }
  /** Nobody will claim it any more; or a signature cannot be used, which `evidence` shows before its time is over. */
  | { readonly kind: "released"; readonly evidence: string | null }
  | { readonly kind: "expired" }
);

/** Of whom a request is. */
export interface Owner {
  readonly tenant: string | null;
  readonly principal: string;
}

/** Still counts against limits, in every window that contains now. */
export interface Open {
  readonly phase: "reserved" | "claimed" | "signed";
  readonly decision: string;
  readonly movements: readonly Movement[];
  readonly guard: string;
  readonly owner: Owner;
  readonly expires_at: number;
  /** Null before the claim. */
  readonly claimed_at: number | null;
  readonly usable_until: number | null;
}

/** Nothing changes it any more. */
export interface Closed {
  readonly phase: "executed" | "failed" | "released" | "expired";
  readonly decision: string;
  readonly guard: string;
}

export type Reservation = Open | Closed;

/** Movements that happened, dated by their claim. */
export interface Settled {
  readonly at: number;
  readonly movements: readonly Movement[];
}

/** Why an event is refused: what was attempted, and what stood in its way. */
export type Refusal =
  | "reserve.known"
  | "claim.unknown"
  | "claim.foreign"
  | "claim.expired"
  | "claim.already"
  | "claim.closed"
  | "outcome.unknown"
  | "outcome.foreign"
  | "outcome.unclaimed"
  | "outcome.double"
  | "outcome.signed"
  | "outcome.closed"
  | "release.unknown"
  | "release.claimed"
  | "release.usable"
  | "release.closed"
  | "expire.unknown"
  | "expire.early"
  | "expire.claimed"
  | "expire.closed";

export type Next =
  | { readonly ok: true; readonly reservation: Reservation; readonly settled: Settled | null }
  | { readonly ok: false; readonly code: Refusal };

/** The reservation after an event, or why the event cannot happen; `before` is null when the decision reserved nothing. */
export function next(before: Reservation | null, event: Event): Next {
  switch (event.kind) {
    case "reserved":
      return before === null ? open(reserved(event)) : refused("reserve.known");
    case "claimed":
      return claim(before, event);
    case "signed":
    case "executed":
    case "failed":
      return report(before, event);
    case "released":
      return release(before, event);
    case "expired":
      return expire(before, event.at);
  }
}

/** Does it still count against limits? */
export function isOpen(reservation: Reservation | null): reservation is Open {
  return reservation !== null && "movements" in reservation;
}

type EventOf<Kind extends Event["kind"]> = Extract<Event, { readonly kind: Kind }>;

function reserved({ decision, movements, guard, owner, expires_at }: EventOf<"reserved">): Open {
  return { phase: "reserved", decision, movements, guard, owner, expires_at, claimed_at: null, usable_until: null };
}

function claim(before: Reservation | null, event: EventOf<"claimed">): Next {
  if (before === null) return refused("claim.unknown");
  if (before.guard !== event.by) return refused("claim.foreign");
  if (!isOpen(before)) return refused(before.phase === "expired" ? "claim.expired" : "claim.closed");
  if (before.phase !== "reserved") return refused("claim.already");
  if (event.at >= before.expires_at) return refused("claim.expired");
  return open({ ...before, phase: "claimed", claimed_at: event.at });
}

function report(before: Reservation | null, event: EventOf<"signed" | "executed" | "failed">): Next {
  if (before === null) return refused("outcome.unknown");
  if (before.guard !== event.by) return refused("outcome.foreign");
  if (!isOpen(before)) return refused(isReported(before) ? "outcome.double" : "outcome.closed");
  if (before.claimed_at === null) return refused("outcome.unclaimed");
  if (event.kind === "executed") return settle(before, { at: before.claimed_at, movements: event.movements });
  // What was signed is out of the guard's hands: that its own attempt failed, or that it signs again, changes nothing.
  if (before.phase === "signed") return refused("outcome.signed");
  if (event.kind === "failed") return close(before, "failed");
  return open({ ...before, phase: "signed", usable_until: event.usable_until });
}

function release(before: Reservation | null, event: EventOf<"released">): Next {
  if (before === null) return refused("release.unknown");
  if (!isOpen(before)) return refused("release.closed");
  if (before.phase === "claimed") return refused("release.claimed");
  if (before.phase === "signed" && !isSaid(event.evidence) && !isOver(before.usable_until, event.at)) {
    return refused("release.usable");
  }
  return close(before, "released");
}

function expire(before: Reservation | null, at: number): Next {
  if (before === null) return refused("expire.unknown");
  if (!isOpen(before)) return refused("expire.closed");
  if (before.phase !== "reserved") return refused("expire.claimed");
  return at < before.expires_at ? refused("expire.early") : close(before, "expired");
}

/** A blank shows nothing. */
function isSaid(evidence: string | null): boolean {
  return evidence !== null && evidence.trim() !== "";
}

function isReported(closed: Closed): boolean {
  return closed.phase === "executed" || closed.phase === "failed";
}

function isOver(until: number | null, at: number): boolean {
  return until !== null && at >= until;
}

function open(reservation: Open): Next {
  return { ok: true, reservation, settled: null };
}

function settle(before: Open, settled: Settled): Next {
  return { ok: true, reservation: closed(before, "executed"), settled };
}

function close(before: Open, phase: Closed["phase"]): Next {
  return { ok: true, reservation: closed(before, phase), settled: null };
}

function closed({ decision, guard }: Open, phase: Closed["phase"]): Closed {
  return { phase, decision, guard };
}

function refused(code: Refusal): Next {
  return { ok: false, code };
}
