/** One call on its way into the ledger: decided when its place is known, so that the facts name that place. */

import type { Received } from "../intent/receive.ts";
import {
  decidePrepared,
  type Prepared,
  prepare,
  recordText,
  type TimeRule,
  textField,
  type World,
} from "../intent/record.ts";
import type { Answer, Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Placed, Work } from "./journal.ts";

export interface CallWork extends Work {
  /** The decision, once its entry is durable. */
  answer(placed: Placed): Answer;
}

/** What all calls of an engine have in common. */
export interface Deciding extends World {
  readonly time: TimeRule;
}

/** The work of a call; `now` is the engine's time. */
export function callWork(received: Received, now: string, deciding: Deciding): CallWork {
  const { time } = deciding;
  const prepared = prepare(received, deciding);
  let decision: Decision | null = null;
  return {
    kind: prepared.request.kind === "invalid" ? "refusal" : "decision",
    at: (time === "given" ? ownTime(prepared) : null) ?? now,
    build(place) {
      const facts = { at: place.at, basis: place.basis, ...nonceFact(prepared) };
      decision = decidePrepared(prepared, facts, time);
      return recordText(prepared, decision, facts);
    },
    answer: (placed) => answerOf(prepared, decision as Decision, placed),
  };
}

/** No entry binds a nonce yet, so none is anybody's. */
function nonceFact({ request }: Prepared): Pick<Facts, "nonce"> {
  return request.nonce === undefined ? {} : { nonce: "free" };
}

/** In the one form that entries carry; null when the call brings none that can be read. */
function ownTime({ at }: Prepared): string | null {
  const instant = at === null ? null : parseInstant(at);
  return instant === null ? null : formatInstant(instant);
}

const NO_RESERVATIONS: readonly never[] = Object.freeze([]);

function answerOf({ received, request_hash }: Prepared, decision: Decision, { seq, hash }: Placed): Answer {
  return {
    id: `d-${seq}`,
    call_id: textField(received.call, "id"),
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
    reservations: NO_RESERVATIONS,
    request_hash,
    entry: { seq, hash: `0x${hash}` },
  };
}
