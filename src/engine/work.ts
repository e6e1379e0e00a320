/** One call on its way into the ledger: decided when its place is known, so that the facts name that place. */

import type { Book } from "../book/book.ts";
import { type Decided, type Judged, judgeCall } from "../book/judge-call.ts";
import type { Received } from "../intent/receive.ts";
import { type Prepared, prepare, type TimeRule, type World } from "../intent/record.ts";
import type { Answer } from "../kernel/decision.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import { answerFrom, answerOf, type Told } from "./answer.ts";
import type { Built, Placed, Work } from "./journal.ts";

export interface CallWork extends Work {
  /** The decision, once its entry is durable; or the place of the earlier entry that answers the same call. */
  answer(placed: Placed | null): Answer | { readonly seq: number };
}

/** What all calls of an engine have in common. */
export interface Deciding extends World {
  readonly time: TimeRule;
  readonly book: Book;
  /** Whether an ask waits for its approvers. */
  readonly parks: boolean;
}

/** When a call came, and who is given the answer. */
export interface Caller {
  /** The engine's time. */
  readonly now: string;
  readonly guard: string;
}

export function callWork(received: Received, { now, guard }: Caller, deciding: Deciding): CallWork {
  const { time, book, sha256, parks } = deciding;
  const prepared = prepare(received, deciding);
  const kind = prepared.request.kind === "invalid" ? "refusal" : "decision";
  let said: Said | null = null;
  return {
    kind,
    at: (time === "given" ? ownTime(prepared) : null) ?? now,
    build({ at, basis }) {
      const judged = judgeCall(prepared, { at, basis, time, guard, sha256, parks }, book);
      said = saidOf(judged);
      return judged.kind === "answered" ? null : builtOf(judged, kind);
    },
    answer: (placed) => told(prepared, said as Said, placed),
  };
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

function builtOf({ body, read }: Decided, kind: CallWork["kind"]): string | Built {
  return read === null || body.length > MAX_SHARED ? body : { kind, body, read };
}

/** In the one form that entries carry; null when the call brings none that can be read. */
function ownTime({ at }: Prepared): string | null {
  const instant = at === null ? null : parseInstant(at);
  return instant === null ? null : formatInstant(instant);
}

function told({ received, request_hash }: Prepared, said: Said, placed: Placed | null): ReturnType<CallWork["answer"]> {
  if ("seq" in said) return said;
  // The first time too it is what the entry says, byte for byte.
  if ("body" in said) return answerFrom(said.body, placed as Placed);
  return answerOf({ call: received.call, request_hash, ...said }, placed as Placed);
}
