/** What happens to tickets, as entries say it: docs/spec/engine.md. */

import type { Event } from "../budget/reservation.ts";
import type { BudgetOverrun } from "../budget/state.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Movement } from "../kernel/movement.ts";
import type { EntryKind } from "../ledger/entry.ts";
import { BookError } from "./fold.ts";

export interface ClaimBody {
  readonly decision: string;
  readonly guard: string;
}

export type OutcomeBody = ClaimBody &
  (
    | { readonly status: "executed"; readonly movements: readonly Movement[]; readonly overruns?: readonly Overrun[] }
    | { readonly status: "failed" }
    /** RFC 3339: from then on nobody can use the signature; null is never. */
    | { readonly status: "signed"; readonly usable_until: string | null }
  );

/** `expired` is the engine's own word, and has no guard. */
export type ReleaseBody =
  | { readonly decision: string; readonly reason: "expired" }
  | (ClaimBody & { readonly reason: "released"; readonly evidence: string | null });

export type Overrun = BudgetOverrun & { readonly code: "budget.overrun" };

/** The kinds of entry that change tickets, and their bodies. */
export interface EventBodies {
  readonly claim: ClaimBody;
  readonly outcome: OutcomeBody;
  readonly release: ReleaseBody;
}

/** An event before anybody knows whether it can happen. */
export type TicketEvent = {
  readonly [Kind in keyof EventBodies]: { readonly kind: Kind; readonly body: EventBodies[Kind] };
}[keyof EventBodies];

/** The body of an `event_refused` entry. */
export interface EventRefusedBody {
  readonly code: string;
  readonly detail: string;
  readonly event: { readonly kind: string; readonly body: unknown };
}

export function overrunText(overruns: readonly BudgetOverrun[]): readonly Overrun[] {
  return overruns.map((overrun) => ({ code: "budget.overrun", ...overrun }));
}

/** The step in the life of a reservation that an entry records. */
export function eventOf(kind: EntryKind, body: unknown, at: number): Event {
  switch (kind) {
    case "claim": {
      const { decision, guard } = body as ClaimBody;
      return { kind: "claimed", decision, at, by: guard };
    }
    case "outcome":
      return outcomeOf(body as OutcomeBody, at);
    case "release":
      return releaseOf(body as ReleaseBody, at);
    default:
      throw new BookError("event.unknown", `no ticket changes by a \`${kind}\``);
  }
}

function outcomeOf(body: OutcomeBody, at: number): Event {
  const { decision, guard: by } = body;
  switch (body.status) {
    case "executed":
      return { kind: "executed", decision, at, by, movements: body.movements };
    case "failed":
      return { kind: "failed", decision, at, by };
    case "signed": {
      const usable_until = body.usable_until === null ? null : parseInstant(body.usable_until);
      return { kind: "signed", decision, at, by, usable_until };
    }
  }
}

function releaseOf(body: ReleaseBody, at: number): Event {
  const { decision } = body;
  if (body.reason === "expired") return { kind: "expired", decision, at };
  return { kind: "released", decision, at, evidence: body.evidence };
}
