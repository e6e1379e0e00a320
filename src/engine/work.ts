/** One call on its way into the ledger: decided when its place is known, so that the facts name that place. */

import type { Resolve } from "../intent/argument.ts";
import { refused, toRequest } from "../intent/to-request.ts";
import { canonical } from "../kernel/canonical.ts";
import { decide } from "../kernel/decide.ts";
import type { Answer, Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Request } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { clockRefusal } from "./clock-refusal.ts";
import type { Placed, Work } from "./journal.ts";
import { invalidPolicy, NO_SNAPSHOT } from "./no-policy.ts";
import type { Files } from "./port.ts";
import type { Received } from "./receive.ts";

export interface CallWork extends Work {
  /** The decision, once its entry is durable. */
  answer(placed: Placed): Answer;
}

export interface Deciding {
  /** Null: no policy loads, and every call is denied. */
  readonly snapshot: Snapshot | null;
  readonly files: Files | null;
  readonly sha256: Sha256;
  /** The engine's time. */
  readonly at: string;
  /** Whether a call may bring its own time. */
  readonly acceptsTime: boolean;
}

export function callWork(received: Received, deciding: Deciding): CallWork {
  const { snapshot, sha256 } = deciding;
  const links = new Map<string, string>();
  const request = requestOf(received, snapshot, resolver(deciding.files, links));
  const requestHash = `0x${sha256(canonical(request))}`;
  const at = timeOf(received, deciding);
  let decision: Decision | null = null;
  return {
    kind: request.kind === "invalid" ? "refusal" : "decision",
    at: at.at,
    build(place) {
      const facts: Facts = { at: place.at, basis: place.basis };
      const refusal = request.refusal ?? clockRefusal(at, place);
      const judged = refusal === request.refusal ? request : { ...request, refusal };
      decision = snapshot === null ? invalidPolicy(judged) : decide(judged, snapshot, facts);
      return bodyText({ received, links, requestHash, decision, facts });
    },
    answer: (placed) => answerOf(decision as Decision, { callId: callIdOf(received.call), requestHash, placed }),
  };
}

function requestOf({ call, refusal }: Received, snapshot: Snapshot | null, resolve: Resolve): Request {
  if (refusal !== null) return refused(refusal);
  return toRequest(call, snapshot ?? NO_SNAPSHOT, { resolve });
}

/** Follows links through the port, and keeps what it found for the ledger. */
function resolver(files: Files | null, links: Map<string, string>): Resolve {
  return (path) => {
    const known = links.get(path) ?? files?.resolve(path) ?? null;
    if (known !== null) links.set(path, known);
    return known;
  };
}

/** The time a call is decided at: its own where that is allowed. */
export interface CallTime {
  readonly at: string;
  /** The call brought it. */
  readonly own: string | null;
  readonly accepted: boolean;
}

function timeOf({ call }: Received, { at, acceptsTime }: Deciding): CallTime {
  const own = textField(call, "at");
  return { at: own !== null && acceptsTime ? own : at, own, accepted: acceptsTime };
}

export function callIdOf(call: unknown): string | null {
  return textField(call, "id");
}

function textField(call: unknown, name: string): string | null {
  if (typeof call !== "object" || call === null || !Object.hasOwn(call, name)) return null;
  const value = (call as { readonly [key: string]: unknown })[name];
  return typeof value === "string" ? value : null;
}

interface Body {
  readonly received: Received;
  readonly links: ReadonlyMap<string, string>;
  readonly requestHash: string;
  readonly decision: Decision;
  readonly facts: Facts;
}

/** Canonical by construction: the members are in order, and each is canonical text. */
function bodyText({ received, links, requestHash, decision, facts }: Body): string {
  const found = links.size === 0 ? "" : `"links":${canonical(Object.fromEntries(links))},`;
  const basis = `{"root":"${facts.basis?.root}","seq":${facts.basis?.seq}}`;
  return `{${received.record},"decision":${canonical(decision)},"facts":{"at":"${facts.at}","basis":${basis}},${found}"request_hash":"${requestHash}","snapshot":"${decision.policy_snapshot_hash}"}`;
}

interface Given {
  readonly callId: string | null;
  readonly requestHash: string;
  readonly placed: Placed;
}

const NO_RESERVATIONS: readonly never[] = Object.freeze([]);

function answerOf(decision: Decision, { callId, requestHash, placed }: Given): Answer {
  return {
    id: `d-${placed.seq}`,
    call_id: callId,
    ...decision,
    reservations: NO_RESERVATIONS,
    request_hash: requestHash,
    entry: { seq: placed.seq, hash: `0x${placed.hash}` },
  };
}
