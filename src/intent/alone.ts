/** A call decided by itself, as if nothing had happened before it: for examples, tests and lints of policies. */

import { unspent } from "../kernel/budget-fact.ts";
import { decide } from "../kernel/decide.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { toRequest } from "./to-request.ts";

/** Facts that are given count; without windows among them nothing was ever spent. */
export function decideAlone(call: unknown, snapshot: Snapshot, facts: Facts = {}): Decision {
  const request = toRequest(call, snapshot);
  return decide(request, snapshot, { windows: unspent(request, snapshot.budgets), nonce: "free", ...facts });
}
