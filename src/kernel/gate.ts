/** What no rule opens: a malformed, replayed or expired request, an agent that may do nothing, a freeze, the tables. */

import type { Reason } from "./decision.ts";
import { parseInstant } from "./instant.ts";
import type { Court } from "./judge.ts";
import type { Refusal } from "./request.ts";
import { failureRow, failuresOf, passedRows } from "./table.ts";

export interface Gate {
  /** Why the request is refused, whatever the rules say; its code comes before that of a rule. */
  readonly refusal: Refusal | null;
  /** Why it is denied beside the rules: a denying rule's own code comes before this one. */
  readonly denial: Refusal | null;
  /** Tables that the request fails, and those that it passes. */
  readonly failed: readonly Reason[];
  readonly passed: readonly Reason[];
}

const NO_ROWS: readonly Reason[] = Object.freeze([]);
const OPEN: Gate = Object.freeze({ refusal: null, denial: null, failed: NO_ROWS, passed: NO_ROWS });

/** The request is denied, whatever the rules say. */
export function isShut({ refusal, denial }: Gate): boolean {
  return refusal !== null || denial !== null;
}

/** In the order in which the first one gives the code; docs/spec/decision.md, "Gates". */
export function gateOf(court: Court): Gate {
  const refusal = court.request.refusal ?? replayed(court) ?? expired(court) ?? agentRefusal(court);
  const frozen = freeze(court);
  const { payment } = court.request;
  if (payment === undefined) return (refusal ?? frozen) ? { ...OPEN, refusal, denial: frozen } : OPEN;
  const failures = failuresOf(payment, court);
  const denial = frozen ?? failures[0] ?? null;
  return { refusal, denial, failed: failures.map(failureRow), passed: passedRows(payment, court) };
}

function replayed({ request: { nonce }, facts }: Court): Refusal | null {
  if (nonce === undefined || facts.nonce === "free" || facts.nonce === "own") return null;
  if (facts.nonce === "replayed")
    return { code: "policy.nonce_replayed", detail: `the nonce \`${nonce}\` belongs to another request, or was used` };
  return { code: "policy.undecidable", detail: `whether the nonce \`${nonce}\` was used is not known` };
}

/** Without skew: at its expiry a request has expired. */
function expired({ request: { expiry }, facts }: Court): Refusal | null {
  if (expiry === undefined) return null;
  const end = parseInstant(expiry);
  const at = facts.at === undefined ? null : parseInstant(facts.at);
  if (at === null || end === null)
    return { code: "policy.undecidable", detail: `whether it has expired at ${expiry} is not known` };
  return at < end ? null : { code: "policy.expiry_in_past", detail: `it expired at ${expiry}, and it is ${facts.at}` };
}

/** A payment is asked for by somebody whom the register knows; anything else too, where its list of agents is closed. */
function agentRefusal({ request, snapshot, compiled }: Court): Refusal | null {
  const { register, closed } = snapshot;
  const { type, id } = request.principal;
  if (register === null || type !== "Writ::Agent" || request.kind === "invalid") return null;
  const agent = compiled.lists.agentOf(id);
  const mustBeKnown = closed.includes("agents") || (request.payment !== undefined && register.agents.length > 0);
  if (!agent.known && mustBeKnown)
    return { code: "auth.agent_not_found", detail: `the policy does not list the agent \`${id}\`` };
  if (agent.revoked) return { code: "auth.agent_revoked", detail: `the agent \`${id}\` was revoked` };
  return agent.paused ? { code: "emergency.agent_paused", detail: `the agent \`${id}\` is paused` } : null;
}

function freeze({ facts, snapshot }: Court): Refusal | null {
  if (facts.frozen === true) return { code: "policy.frozen", detail: "everything is frozen" };
  const isFrozen = snapshot.register?.emergency.freeze_all === true;
  return isFrozen ? { code: "policy.frozen", detail: "the policy freezes everything: `freeze_all`" } : null;
}
