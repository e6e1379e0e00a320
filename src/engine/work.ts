/** One call on its way into the ledger: decided when its place is known, so that the facts name that place. */

import type { Book } from "../book/book.ts";
import { type Decided, type Judged, judgeCall } from "../book/judge-call.ts";
import type { Received } from "../intent/receive.ts";
import { type Prepared, type TimeRule, textField } from "../intent/record.ts";
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
  /** Whether the ledger is shared: then what can be done before the place of an entry is known is done before. */
  readonly isShared: boolean;
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

/** Where nobody else writes it is normalised when its place is known: hundreds wait, and until then each is but a text. */
export function callWork(received: Received, { now, guard, isLast }: Caller, deciding: Deciding): CallWork {
  const { time, book, sha256, parks, policy, recording, isShared } = deciding;
  /** Kept for the case that others are faster, and it is judged at another place, perhaps under another policy. */
  let under: Recording | null = isShared ? recording() : null;
  let prepared: Prepared | null = under === null ? null : prepareRecorded(received, under);
  let said: Said | null = null;
  return {
    kind: "decision",
    at: (time === "given" ? ownTime(received.call) : null) ?? now,
    build({ at, basis }) {
      const superseded = !policy.isInForce();
      said = null;
      if (superseded && !isLast) return null;
      const present = superseded ? { ...recording(), snapshot: null } : recording();
      if (prepared === null || under !== present) prepared = prepareRecorded(received, present);
      under = present;
      const judged = judgeCall(prepared, { at, basis, time, guard, sha256, parks, superseded }, book);
      said = saidOf(judged, prepared);
      return judged.kind === "answered" ? null : builtOf(judged, prepared);
    },
    answer: (placed) => (said === null ? null : told(said, placed)),
  };
}

/** What the answer needs of a judgement: few need the body. */
type Said =
  | { readonly seq: number }
  | Told
  /** The body of the entry, where who asks again is told what it says. */
  | { readonly body: string };

function saidOf(judged: Judged, { received, request_hash }: Prepared): Said {
  if (judged.kind === "answered") return { seq: judged.seq };
  const { decision, reservation, uses, body } = judged;
  return uses === null ? { call: received.call, decision, request_hash, reservation } : { body };
}

/** What is kept of a body may hold on to all of the call: the members of a longer one are read from its text. */
const MAX_SHARED = 4096;

/** Nor is anything kept of a call with fields that are not shown, but what its entry shows. */
function builtOf({ body, read }: Decided, { request, closed }: Prepared): Built {
  const kind = request.kind === "invalid" ? "refusal" : "decision";
  if (closed !== undefined) return { kind, body, openings: closed.openings };
  return read === null || body.length > MAX_SHARED ? { kind, body } : { kind, body, read };
}

/** In the one form that entries carry; null when the call brings none that can be read. */
function ownTime(call: unknown): string | null {
  const at = textField(call, "at");
  const instant = at === null ? null : parseInstant(at);
  return instant === null ? null : formatInstant(instant);
}

function told(said: Said, placed: Placed | null): Answer | { readonly seq: number } {
  if ("seq" in said) return said;
  // The first time too it is what the entry says, byte for byte.
  return "body" in said ? answerFrom(said.body, placed as Placed) : answerOf(said, placed as Placed);
}
