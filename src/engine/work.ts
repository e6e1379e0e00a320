/** One call on its way into the ledger: decided when its place is known, so that the facts name that place. */

import type { Received } from "../intent/receive.ts";
import { decidePrepared, type Prepared, prepare, recordText, type TimeRule, textField } from "../intent/record.ts";
import type { Answer, Decision } from "../kernel/decision.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Placed, Work } from "./journal.ts";
import type { Files } from "./port.ts";

export interface CallWork extends Work {
  /** The decision, once its entry is durable. */
  answer(placed: Placed): Answer;
}

export interface Deciding {
  readonly snapshot: Snapshot | null;
  readonly files: Files | null;
  readonly sha256: Sha256;
  /** The engine's time. */
  readonly at: string;
  readonly time: TimeRule;
}

export function callWork(received: Received, { snapshot, files, sha256, at, time }: Deciding): CallWork {
  const prepared = prepare(received, { snapshot, sha256, resolve: (path) => files?.resolve(path) ?? null });
  let decision: Decision | null = null;
  return {
    kind: prepared.request.kind === "invalid" ? "refusal" : "decision",
    at: (time === "given" ? ownTime(prepared) : null) ?? at,
    build(place) {
      const facts = { at: place.at, basis: place.basis };
      decision = decidePrepared(prepared, facts, time);
      return recordText(prepared, decision, facts);
    },
    answer: (placed) => answerOf(prepared, decision as Decision, placed),
  };
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
    ...decision,
    reservations: NO_RESERVATIONS,
    request_hash,
    entry: { seq, hash: `0x${hash}` },
  };
}
