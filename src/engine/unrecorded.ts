/** The answer to a call whose entry did not become durable: always deny, never a place in the ledger. */

import { NO_SNAPSHOT } from "../intent/record.ts";
import type { Answer } from "../kernel/decision.ts";
import { STATUS } from "../kernel/effect.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { StoreError } from "./port.ts";

type StoreCode = "engine.internal" | "engine.in_doubt" | "engine.ledger_unavailable";

export function unrecorded(error: unknown, callId: string | null, snapshot: Snapshot | null): Answer {
  const message = error instanceof Error ? error.message : "unknown";
  return {
    id: null,
    call_id: callId,
    decision: "deny",
    status: STATUS.deny,
    deny_code: storeCode(error),
    deny_detail: message,
    policy_snapshot_hash: (snapshot ?? NO_SNAPSHOT).hash,
    matched_rules: [],
    reasons: [],
    near_misses: [],
    errors: [],
    approvals: null,
    constraints: null,
    reservations: [],
    request_hash: null,
    entry: null,
  };
}

/** The code for what could not be recorded. */
export function storeCode(error: unknown): StoreCode {
  if (!(error instanceof StoreError)) return "engine.internal";
  return error.code === "in_doubt" ? "engine.in_doubt" : "engine.ledger_unavailable";
}
