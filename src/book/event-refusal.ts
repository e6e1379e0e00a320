/** Why something cannot happen to a ticket: as the entries before it have it, and as the policy in force does. */

import { isOpen } from "../budget/reservation.ts";
import { foreignTenant } from "../intent/gate.ts";
import { agentOf } from "../kernel/agent.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { EventRefusal, Tickets } from "./ticket.ts";
import type { TicketEvent } from "./ticket-event.ts";

export interface Bench {
  readonly tickets: Tickets;
  /** The policy in force; null where that has no say. */
  readonly snapshot: Snapshot | null;
}

/** Null when it can happen; it changes nothing. */
export function eventRefusal(
  event: TicketEvent,
  at: number,
  { tickets, snapshot }: Bench,
): EventRefusal | "outcome.tenant" | null {
  const refusal = tickets.refusal(event, at);
  if (refusal !== null || snapshot === null) return refusal;
  return strayOutcome(event, snapshot) ?? stoppedClaim(event, snapshot, tickets);
}

/** What another tenant is to have moved counts in none of that tenant's budgets here: the ticket stays claimed, and counts. */
function strayOutcome({ kind, body }: TicketEvent, snapshot: Snapshot): "outcome.tenant" | null {
  if (kind !== "outcome" || body.status !== "executed") return null;
  return foreignTenant(snapshot, body.movements) === undefined ? null : "outcome.tenant";
}

/** What the policy allowed before it may have frozen since: everything, or the agent. */
function stoppedClaim({ kind, body }: TicketEvent, { register }: Snapshot, tickets: Tickets): "claim.frozen" | null {
  const ticket = kind === "claim" && register !== null ? tickets.find(body.decision) : null;
  if (register === null || !isOpen(ticket)) return null;
  const { paused, revoked } = agentOf(register, ticket.owner.principal);
  return register.emergency.freeze_all || paused || revoked ? "claim.frozen" : null;
}
