/** The only shell around the kernel: facts, decide, record, and only then answer. */

import type { Book } from "../book/book.ts";
import { type Received, receiveText, receiveValue } from "../intent/receive.ts";
import { type TimeRule, textField } from "../intent/record.ts";
import type { Recording } from "../intent/redact.ts";
import type { Answer } from "../kernel/decision.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { formatInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { entryHash } from "../ledger/entry.ts";
import { bodyOf } from "../ledger/link.ts";
import { answerFrom } from "./answer.ts";
import { type Approvals, createApprovals } from "./approval.ts";
import { type ByGuard, type Control, createControl, LOCAL_GUARD } from "./control.ts";
import { createExpiry, type Expiry } from "./expiry.ts";
import type { Journal } from "./journal.ts";
import { type OwnPolicy, ownPolicy } from "./own-policy.ts";
import { parkedCall } from "./parked-call.ts";
import { type Clock, type Files, StoreError } from "./port.ts";
import { type LedgerClock, risingClock } from "./rising-clock.ts";
import { unrecorded } from "./unrecorded.ts";
import { type CallWork, callWork, type Deciding, recordings } from "./work.ts";

/** What an engine is made of. */
export interface EngineParts {
  /** Null: no policy loads, and every call is denied `policy.invalid`. */
  readonly snapshot: Snapshot | null;
  /** Reads the policies again; left out where they come from no files. */
  readonly reload?: () => Snapshot | null;
  readonly journal: Journal;
  /** What follows from the entries; the fold of the journal. */
  readonly book: Book;
  readonly clock: Clock | LedgerClock;
  /** Null: links are not followed. */
  readonly files: Files | null;
  readonly sha256: Sha256;
  /** A durable ledger keeps its own time; in memory a call may bring `at`. */
  readonly time: TimeRule;
  /** False where nobody will ever answer an ask; true if left out. */
  readonly parks?: boolean;
  /** Makes the salts of redacted fields; without it a call that has such fields is denied. */
  readonly salt?: Recording["salt"];
}

export interface Engine extends Control, Approvals {
  /** Null when no policy loads; another one when another engine has put that into force, and the files are those. */
  readonly snapshot: Snapshot | null;
  readonly journal: Journal;
  /**
   * Decides a call given as an object. The answer's entry is durable when it arrives; never rejects. An allow that moves
   * something is a ticket for `guard`, to be claimed before it is acted on.
   */
  decide(call: unknown, by?: ByGuard): Promise<Answer>;
  /** Decides a call given as JSON text, parsed strictly; otherwise as `decide`. */
  decideText(text: string | Uint8Array, by?: ByGuard): Promise<Answer>;
  /** Decides the parked call of an ask again, by the id of its decision, without its being sent again; as `decide`. */
  resume(id: string, by?: ByGuard): Promise<Answer>;
  /** Signs the ledger as it stands and gives the checkpoint note; null when the ledger is not signed. */
  checkpoint(): Promise<string | null>;
  /** Waits for what is under way, releases what has expired, signs, and closes the ledger. */
  close(): Promise<void>;
}

type Answering = <T>(receive: (value: T, sha256: Sha256) => Received, value: T, by?: ByGuard) => Promise<Answer>;

export function createEngine(parts: EngineParts): Engine {
  const { journal, book, sha256, time, reload = null } = parts;
  const clock = "wall" in parts.clock ? parts.clock : risingClock(parts.clock);
  const policy = ownPolicy({ snapshot: parts.snapshot, book, clock: parts.clock, reload });
  // Where calls bring their time, looking ahead of them would be looking too far.
  const standAt = (): number => (time === "given" ? book.at() : clock.now());
  const expiry = createExpiry({ journal, book, now: standAt });
  const answer = answering({ ...parts, clock }, policy, expiry);
  return {
    ...createControl({ journal, book, clock, standAt, snapshot: () => (time === "given" ? null : policy.snapshot()) }),
    ...createApprovals({ journal, book, policy, sha256, now: () => clock.now(), standAt }),
    get snapshot() {
      return policy.snapshot();
    },
    journal,
    decide: (value, by) => answer(receiveValue, value, by),
    decideText: (text, by) => answer(receiveText, text, by),
    resume: async (id, by) => {
      const call = await parkedCall(parts, id).catch(() => null);
      return call === null ? notAsked(id, policy.snapshot()) : answer(receiveText, call, by);
    },
    checkpoint: () => journal.checkpoint(),
    close: () => {
      expiry.stop();
      return journal.close();
    },
  };
}

/** Answers one call; whatever goes wrong on the way is a denial. */
function answering(parts: EngineParts, policy: OwnPolicy, expiry: Expiry): Answering {
  const { journal, clock, files, sha256, time, book, parks = true, salt = saltless } = parts;
  const world = { sha256, salt, resolve: (path: string) => files?.resolve(path) ?? null };
  const recording = recordings(world, policy, book);
  const deciding: Deciding = { policy, sha256, time, book, parks, recording, isShared: journal.isShared };
  return async (receive, value, by) => {
    let callId: string | null = null;
    try {
      const received = receive(value, sha256);
      callId = textField(received.call, "id");
      const guard = by?.guard ?? LOCAL_GUARD;
      for (const isLast of TRIES) {
        const work = workOf(received, guard, isLast);
        const answer = work.answer(await journal.submit(work));
        expiry.watch();
        if (answer !== null) return "seq" in answer ? await answerAgain(parts, answer.seq) : answer;
      }
      throw new Error("a decision was not recorded");
    } catch (error) {
      return unrecorded(error, callId, policy.snapshot());
    }
  };

  function workOf(received: Received, guard: string, isLast: boolean): CallWork {
    policy.follow();
    const work = callWork(received, { now: formatInstant(clock.now()), guard, isLast }, deciding);
    expiry.release(work.at);
    return work;
  }
}

/** A call that is put off, because another policy is in force, is tried once more: for the last time. */
const TRIES: readonly boolean[] = [false, true];

function saltless(): never {
  throw new Error("the policy redacts fields, and there is nothing to make salts with");
}

function notAsked(id: string, snapshot: Snapshot | null): Answer {
  const answer = unrecorded(new Error(`there is no ask \`${id}\``), null, snapshot);
  return { ...answer, deny_code: "request.invalid" };
}

/** The answer that was given before, from its entry. */
async function answerAgain({ journal, sha256 }: EngineParts, seq: number): Promise<Answer> {
  const text = await journal.entry(seq);
  const found = bodyOf(text);
  if (found === null) throw new StoreError("corrupt", `entry ${seq} is none`);
  return answerFrom(found.body, { seq, hash: entryHash(text, sha256) });
}
