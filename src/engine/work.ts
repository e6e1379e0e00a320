/** One call on its way into the ledger: decided when its place is known, so that the facts name that place. */

import type { Book } from "../book/book.ts";
import { type Decided, type Judged, judgeCall } from "../book/judge-call.ts";
import type { Received } from "../intent/receive.ts";
import type { Prepared, TimeRule } from "../intent/record.ts";
import { prepareRecorded, type Recording } from "../intent/redact.ts";
import type { Answer } from "../kernel/decision.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import { answerFrom, answerOf, type Told } from "./answer.ts";
import type { Built, Placed, Work } from "./journal.ts";
import type { OwnPolicy } from "./own-policy.ts";

export interface CallWork extends Work {
  /**
   * The decision, once its entry is durable; the place of the earlier entry that answers the same call; or nothing, when
   * another policy was in force.
   */
  answer(placed: Placed | null): Answer | { readonly seq: number } | null;
}

/** What all calls of an engine have in common. */
export interface Deciding {
  readonly policy: OwnPolicy;
  readonly sha256: Sha256;
  readonly time: TimeRule;
  readonly book: Book;
  /** Whether an ask waits for its approvers. */
  readonly parks: boolean;
  /** What a call is prepared with as things stand; the same object until they change. */
  readonly recording: () => Recording;
}

/** What calls are prepared with under the policy of the engine. */
export function recordings(
  world: Omit<Recording, "snapshot" | "blind">,
  policy: OwnPolicy,
  book: Book,
): Deciding["recording"] {
  let last: Recording = { ...world, snapshot: null, blind: false };
  return (): Recording => {
    const snapshot = policy.snapshot();
    const blind = book.loads.mayRedact();
    if (snapshot !== last.snapshot || blind !== last.blind) last = { ...world, snapshot, blind };
    return last;
  };
}

/** When a call came, and who is given the answer. */
export interface Caller {
  /** The engine's time. */
  readonly now: string;
  readonly guard: string;
  /** Under another policy than the one in force it is denied; else it is put off, for that may be had. */
  readonly isLast: boolean;
}

export function callWork(received: Received, { now, guard, isLast }: Caller, deciding: Deciding): CallWork {
  const { time, book, sha256, parks, policy, recording } = deciding;
  const own = prepareRecorded(received, recording());
  let prepared = own;
  let said: Said | null = null;
  return {
    kind: kindOf(own),
    at: (time === "given" ? ownTime(own) : null) ?? now,
    build({ at, basis }) {
      const superseded = !policy.isInForce();
      prepared = own;
      said = null;
      if (superseded && !isLast) return null;
      if (superseded) prepared = prepareRecorded(received, { ...recording(), snapshot: null });
      const judged = judgeCall(prepared, { at, basis, time, guard, sha256, parks, superseded }, book);
      said = saidOf(judged);
      return judged.kind === "answered" ? null : builtOf(judged, prepared);
    },
    answer: (placed) => (said === null ? null : told(prepared, said, placed)),
  };
}

function kindOf({ request }: Prepared): "refusal" | "decision" {
  return request.kind === "invalid" ? "refusal" : "decision";
}

/** What the answer needs of a judgement: hundreds wait at a time, and few need the body. */
type Said =
  | { readonly seq: number }
  | Pick<Told, "decision" | "reservation">
  /** The body of the entry, where who asks again is told what it says. */
  | { readonly body: string };

function saidOf(judged: Judged): Said {
  if (judged.kind === "answered") return { seq: judged.seq };
  const { decision, reservation, uses, body } = judged;
  return uses === null ? { decision, reservation } : { body };
}

/** What is kept of a body may hold on to all of the call: the members of a longer one are read from its text. */
const MAX_SHARED = 4096;

/** Nor is anything kept of a call with fields that are not shown, but what its entry shows. */
function builtOf({ body, read }: Decided, prepared: Prepared): Built {
  const kind = kindOf(prepared);
  const { closed } = prepared;
  if (closed !== undefined) return { kind, body, openings: closed.openings };
  return read === null || body.length > MAX_SHARED ? { kind, body } : { kind, body, read };
}

/** In the one form that entries carry; null when the call brings none that can be read. */
function ownTime({ at }: Prepared): string | null {
  const instant = at === null ? null : parseInstant(at);
  return instant === null ? null : formatInstant(instant);
}

function told(
  { received, request_hash }: Prepared,
  said: Said,
  placed: Placed | null,
): Answer | { readonly seq: number } {
  if ("seq" in said) return said;
  // The first time too it is what the entry says, byte for byte.
  if ("body" in said) return answerFrom(said.body, placed as Placed);
  return answerOf({ call: received.call, request_hash, ...said }, placed as Placed);
}
