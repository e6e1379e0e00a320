/** What an allow reserves: a ticket for one execution, and a share of each budget that covers it. */

import type { InForce } from "../budget/succession.ts";
import type { Prepared } from "../intent/record.ts";
import { type Budget, sharesOf } from "../kernel/budget.ts";
import { fromUnits, toUnits } from "../kernel/exact.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Movement } from "../kernel/movement.ts";
import type { Subject } from "./freeze.ts";
import type { ReservationBody, ReservedShare } from "./ticket.ts";

/** Seconds, where no policy says otherwise. */
const TICKET_TTL = 300;

export interface Reserving {
  readonly at: number;
  readonly subject: Subject;
  readonly inForce: readonly InForce[];
  readonly guard: string;
  readonly key: object | null;
  readonly nonce: object | null;
}

/** Null when the allow needs no ticket: it moves nothing that budgets know, and may be asked for as often as one likes. */
export function reservationOf({ request, snapshot }: Prepared, reserving: Reserving): ReservationBody | null {
  const { at, subject, inForce, guard, key, nonce } = reserving;
  const { movements = [], expiry } = request;
  if (movements.length === 0 && key === null && nonce === null && expiry === undefined) return null;
  const end = at + 1000 * (snapshot?.settings.ticket_ttl ?? TICKET_TTL);
  const expiresAt = expiry === undefined ? end : Math.min(end, parseInstant(expiry) ?? at);
  const budgets = inForce.flatMap(({ budget }) => sharesIn(budget, movements));
  return { budgets, expires_at: formatInstant(expiresAt), guard, movements, ...subject };
}

/** A limit on each request holds nothing. */
function sharesIn(budget: Budget, movements: readonly Movement[]): readonly ReservedShare[] {
  if (budget.window.kind === "per_request") return [];
  return [...sharesOf(budget, movements).known].map(([key, { units }]) => {
    const share = { budget: budget.id, key };
    if (budget.measure.kind === "amount") return { ...share, amount: fromUnits(units) };
    return { ...share, count: Number(units / toUnits("1")) };
  });
}
