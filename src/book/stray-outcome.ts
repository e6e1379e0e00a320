/** Whether what a guard reports belongs into this ledger, where tenants have ledgers of their own. */

import { foreignTenant } from "../intent/gate.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { TicketEvent } from "./ticket-event.ts";

/** What another tenant is to have moved counts in none of that tenant's budgets here: the ticket stays claimed, and counts. */
export function strayOutcome({ kind, body }: TicketEvent, snapshot: Snapshot | null): "outcome.tenant" | null {
  if (snapshot === null || kind !== "outcome" || body.status !== "executed") return null;
  return foreignTenant(snapshot, body.movements) === undefined ? null : "outcome.tenant";
}
