/** What happened besides decisions, compared with the entries before it. */

import type { Book } from "../book/book.ts";
import { eventRefusal } from "../book/event-refusal.ts";
import type { ReservationBody } from "../book/ticket.ts";
import type { EventRefusedBody, TicketEvent } from "../book/ticket-event.ts";
import { toUnits } from "../kernel/exact.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { plus } from "../kernel/total.ts";
import type { Recorded } from "./audit-decision.ts";

/** Was the event rightly refused? Before its entry is taken in. */
export function refusalFinding(
  { tickets, jumps }: Book,
  { body, at }: Recorded,
  snapshot: Snapshot | null,
): string | null {
  const { code, event } = JSON.parse(body) as EventRefusedBody;
  // Of what was malformed the ledger keeps only that it was.
  if (code === "outcome.invalid") return null;
  if (event.kind === "clock_confirm")
    return jumps.open() === null ? null : "it refuses to confirm the time, although the clock had jumped";
  const expected = eventRefusal(event as TicketEvent, parseInstant(at) ?? 0, { tickets, snapshot });
  if (expected === code) return null;
  return `it refuses a ${event.kind} as ${code}, which should have been ${expected ?? "accepted"}`;
}

/** Does everything that was reserved fit? After the entry is taken in; a second opinion on what the decision says. */
export function limitFinding({ tickets }: Book, { kind, body, at }: Recorded): string | null {
  if (kind !== "decision" || !body.includes('"reservation":{')) return null;
  const { reservation } = JSON.parse(body) as { readonly reservation?: ReservationBody };
  const now = parseInstant(at) ?? 0;
  const budgets = new Map(tickets.inForce(now).map(({ budget }) => [budget.id, budget]));
  for (const { budget: id, key } of reservation?.budgets ?? []) {
    const budget = budgets.get(id);
    if (budget === undefined) return `it reserves in \`${id}\`, which is not in force`;
    const { spent, reserved } = tickets.balanceAt(budget, key, now);
    if (plus(spent, reserved).units > toUnits(budget.limit)) return `it exceeds the limit of \`${id}\` for ${key}`;
  }
  return null;
}
