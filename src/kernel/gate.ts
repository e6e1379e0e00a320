/** What no rule opens: a malformed, replayed or expired request, an agent that may do nothing, a freeze, the tables. */

import { agentRefusal, askTables } from "#money";
import type { Reason } from "./decision.ts";
import type { FreezeFact } from "./facts.ts";
import { parseInstant } from "./instant.ts";
import { quoted } from "./json-error.ts";
import type { Court } from "./judge.ts";
import type { Refusal } from "./request.ts";

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
  const refusal =
    court.request.refusal ??
    jumped(court) ??
    replayed(court) ??
    expired(court) ??
    agentRefusal(court.request, court.snapshot);
  const frozen = freeze(court);
  const { payment } = court.request;
  if (payment === undefined) return (refusal ?? frozen) ? { ...OPEN, refusal, denial: frozen } : OPEN;
  const { denial, failed, passed } = askTables(payment, court);
  return { refusal, denial: frozen ?? denial, failed, passed };
}

function jumped({ facts }: Court): Refusal | null {
  if (facts.clock !== "unconfirmed") return null;
  return { code: "engine.clock", detail: "the clock has jumped: `writ clock show`, then `writ clock confirm`" };
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

function freeze({ facts: { frozen }, snapshot }: Court): Refusal | null {
  if (frozen) return { code: "policy.frozen", detail: frozenDetail(frozen) };
  const isStopped = snapshot.register?.emergency.freeze_all;
  return isStopped ? { code: "policy.frozen", detail: "the policy freezes everything: `freeze_all`" } : null;
}

/** INVARIANT: the text of `true` stays, for entries that were recorded with it are decided again. */
function frozenDetail(freeze: FreezeFact | true): string {
  if (freeze === true) return "everything is frozen";
  const { reason, scope, until } = freeze;
  const what = "id" in scope ? `${scope.kind} ${quoted(scope.id)}` : "everything";
  return `${what} is frozen until ${until ?? "lifted"}: ${quoted(reason)}`;
}
