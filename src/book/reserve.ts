/** What an allow reserves: a ticket for one execution, and a share of each budget that covers it. */

import type { Prepared } from "../intent/record.ts";
import type { Balance } from "../kernel/budget-fact.ts";
import { fromUnits, toUnits } from "../kernel/exact.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Involved } from "./budget-fact.ts";
import type { Subject } from "./freeze.ts";
import type { ReservationBody, ReservedShare } from "./ticket.ts";

/** Seconds, where no policy says otherwise. */
const TICKET_TTL = 300;

export interface Reserving {
  readonly at: number;
  readonly subject: Subject;
  readonly involved: Involved | null;
  readonly key: object | null;
  readonly nonce: object | null;
}

/** Null when the allow needs no ticket: it moves nothing that budgets know, and may be asked for as often as one likes. */
export function reservationOf(
  { request, snapshot }: Prepared,
  { at, subject, involved, key, nonce }: Reserving,
  guard: string,
): ReservationBody | null {
  const { movements = [], expiry } = request;
  if (movements.length === 0 && key === null && nonce === null && expiry === undefined) return null;
  const end = at + 1000 * (snapshot?.settings.ticket_ttl ?? TICKET_TTL);
  const expiresAt = expiry === undefined ? end : Math.min(end, parseInstant(expiry) ?? at);
  const budgets = (involved?.balances ?? []).map(shareIn);
  const { principal, tenant } = subject;
  return { budgets, expires_at: formatInstant(expiresAt), guard, movements, principal, tenant };
}

/** A limit on each request holds nothing, and has no balance. */
function shareIn({ budget, key, asked }: Balance): ReservedShare {
  if (budget.measure.kind === "amount") return { budget: budget.id, key, amount: fromUnits(asked.units) };
  return { budget: budget.id, key, count: Number(asked.units / toUnits("1")) };
}
