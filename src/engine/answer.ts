/** The answer that goes with an entry. */

import type { ReservationBody } from "../book/ticket.ts";
import { textField } from "../intent/record.ts";
import type { Answer, Decision, Reserved } from "../kernel/decision.ts";
import type { Placed } from "./journal.ts";

/** What an answer says besides the decision. */
export interface Told {
  readonly call: unknown;
  readonly decision: Decision;
  readonly request_hash: string;
  readonly reservation: ReservationBody | null;
}

export function answerOf({ call, decision, request_hash, reservation }: Told, { seq, hash }: Placed): Answer {
  return {
    id: `d-${seq}`,
    call_id: textField(call, "id"),
    decision: decision.decision,
    status: decision.status,
    deny_code: decision.deny_code,
    deny_detail: decision.deny_detail,
    policy_snapshot_hash: decision.policy_snapshot_hash,
    matched_rules: decision.matched_rules,
    reasons: decision.reasons,
    near_misses: decision.near_misses,
    errors: decision.errors,
    approvals: decision.approvals,
    constraints: decision.constraints,
    reservations: reservation === null ? NO_RESERVATIONS : reservedBy(reservation),
    request_hash,
    entry: { seq, hash: `0x${hash}` },
  };
}

const NO_RESERVATIONS: readonly never[] = Object.freeze([]);

/** The answer as the entry tells it: the same bytes each time it is asked for. `body` is the entry's. */
export function answerFrom(body: string, placed: Placed): Answer {
  const { call, reservation = null, ...told } = JSON.parse(body) as Recorded;
  return answerOf({ ...told, reservation, call: call === null ? null : JSON.parse(call) }, placed);
}

interface Recorded {
  readonly call: string | null;
  readonly decision: Decision;
  readonly request_hash: string;
  readonly reservation?: ReservationBody;
}

function reservedBy({ budgets, expires_at }: ReservationBody): readonly Reserved[] {
  // Member by member: an object put together by a spread is slow to make.
  return budgets.map((share) =>
    "amount" in share
      ? { budget: share.budget, key: share.key, amount: share.amount, expires_at }
      : { budget: share.budget, key: share.key, count: share.count, expires_at },
  );
}
