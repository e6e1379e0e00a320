/** The only shell around the kernel: facts, decide, record, and only then answer. */

import { type Received, receiveText, receiveValue } from "../intent/receive.ts";
import { type TimeRule, textField } from "../intent/record.ts";
import type { Answer } from "../kernel/decision.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { formatInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Journal } from "./journal.ts";
import type { Clock, Files } from "./port.ts";
import { unrecorded } from "./unrecorded.ts";
import { callWork, type Deciding } from "./work.ts";

/** What an engine is made of. */
export interface EngineParts {
  /** Null: no policy loads, and every call is denied `policy.invalid`. */
  readonly snapshot: Snapshot | null;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Null: links are not followed. */
  readonly files: Files | null;
  readonly sha256: Sha256;
  /** A durable ledger keeps its own time; in memory a call may bring `at`. */
  readonly time: TimeRule;
}

export interface Engine {
  /** Null when no policy loads. */
  readonly snapshot: Snapshot | null;
  readonly journal: Journal;
  /** Decides a call given as an object. The answer's entry is durable when it arrives; never rejects. */
  decide(call: unknown): Promise<Answer>;
  /** Decides a call given as JSON text, parsed strictly; otherwise as `decide`. */
  decideText(text: string | Uint8Array): Promise<Answer>;
  /** Signs the ledger as it stands and gives the checkpoint note; null when the ledger is not signed. */
  checkpoint(): Promise<string | null>;
  /** Waits for what is under way, signs, and closes the ledger. */
  close(): Promise<void>;
}

type Answering = (receive: () => Received) => Promise<Answer>;

export function createEngine(parts: EngineParts): Engine {
  const { journal, snapshot, sha256 } = parts;
  const answer = answering(parts);
  return {
    snapshot,
    journal,
    decide: (value) => answer(() => receiveValue(value, sha256)),
    decideText: (text) => answer(() => receiveText(text, sha256)),
    checkpoint: () => journal.checkpoint(),
    close: () => journal.close(),
  };
}

/** Answers one call; whatever goes wrong on the way is a denial. */
function answering({ snapshot, journal, clock, files, sha256, time }: EngineParts): Answering {
  const deciding: Deciding = { snapshot, sha256, time, resolve: (path) => files?.resolve(path) ?? null };
  return async (receive) => {
    let callId: string | null = null;
    try {
      const received = receive();
      callId = textField(received.call, "id");
      const work = callWork(received, formatInstant(clock.now()), deciding);
      return work.answer(await journal.submit(work));
    } catch (error) {
      return unrecorded(error, callId, snapshot);
    }
  };
}
