/** Canonical JSON of a reservation: the text `canonical` gives, with that of its movements, which the request has too. */

import { stringText } from "../intent/string-text.ts";
import { canonical } from "../kernel/canonical.ts";
import type { ReservationBody, ReservedShare } from "./ticket.ts";

/** `moved` is the canonical text of the movements. */
export function reservationText(reservation: ReservationBody, moved: string): string {
  const { budgets, expires_at, guard, principal, tenant } = reservation;
  const end = `"expires_at":${stringText(expires_at)},"guard":${stringText(guard)},"movements":${moved}`;
  const subject = `"principal":${stringText(principal)},"tenant":${stringText(tenant)}`;
  return `{"budgets":[${budgets.map(shareText).join(",")}],${end},${subject}}`;
}

function shareText(share: ReservedShare): string {
  if (!("amount" in share)) return canonical(share);
  const { amount, budget, key } = share;
  return `{"amount":${stringText(amount)},"budget":${stringText(budget)},"key":${stringText(key)}}`;
}
