/** Asks a witness over HTTP to cosign a checkpoint (C2SP tlog-witness). */

import type { NoteKey } from "../ledger/note-key.ts";
import { addCosignature, type CosignProblem, readConflict, submissionText } from "../ledger/witness.ts";
import { VERIFIER } from "./ledger-check.ts";

/** The cosigned note, or why there is none, in words. */
export type Witnessed = { readonly ok: true; readonly note: string } | { readonly ok: false; readonly why: string };

export interface Asked {
  /** Where the witness takes checkpoints: `add-checkpoint` stands below it. */
  readonly url: URL;
  readonly witness: NoteKey;
  readonly note: string;
  /** Entries of the checkpoint, and of the ledger as it is. */
  readonly size: number;
  readonly held: number;
  /** That the checkpoint continues the tree of an earlier size. */
  readonly proofFrom: (old: number) => Promise<readonly string[]>;
  readonly stop: AbortSignal;
  /** Default 10 seconds. */
  readonly timeoutMs?: number;
}

/** A witness that knows the ledger says at the first time what it has seen, and cosigns at the second. */
const MOST_TRIES = 3;

/** Nothing is kept of what a witness has seen: it is asked from the beginning of the ledger on, and says where it stands. */
export async function cosign(asked: Asked): Promise<Witnessed> {
  let old = 0;
  for (let time = 0; time < MOST_TRIES; time++) {
    const proof = await asked.proofFrom(old);
    const answer = await post(asked, submissionText({ old, proof, note: asked.note }));
    if ("why" in answer) return no(answer.why);
    if (answer.status === 200) return read(asked, answer.body);
    if (answer.status !== 409) return no(refusalOf(answer.status));
    const seen = readConflict(answer.body);
    const why = conflictOf(asked, old, seen);
    if (why !== null || seen === null) return no(why ?? NO_SIZE);
    old = seen;
  }
  return no("the witness has seen something else each time: does somebody else submit checkpoints of this ledger?");
}

const NO_SIZE = "the witness refuses the checkpoint and does not say how many entries it has seen";

/** Why it is of no use to ask again from what the witness has seen; null when it is. */
function conflictOf({ size, held }: Asked, old: number, seen: number | null): string | null {
  if (old === size) return `the witness has seen another tree of ${size} entries: one of the two is a fork`;
  if (seen === null || seen === old) return NO_SIZE;
  if (seen <= size) return null;
  return seen > held
    ? `the witness has seen ${seen} entries of this ledger, which has only ${held}: it was cut off or rolled back`
    : `the witness has seen ${seen} entries, and this checkpoint has ${size}: take a newer checkpoint`;
}

function refusalOf(status: number): string {
  const told = REFUSALS.get(status);
  return told ?? `the witness answered with status ${status}`;
}

const REFUSALS: ReadonlyMap<number, string> = new Map([
  [403, "the witness does not take the signature of this ledger: its operator needs the key of `writ capsule trust`"],
  [404, "the witness does not know this ledger: give its operator the origin and key of `writ capsule trust`"],
  [422, "the witness has seen another history: this ledger does not continue what the witness cosigned"],
]);

function read({ note, witness }: Asked, answer: string): Witnessed {
  const cosigned = addCosignature({ note, answer, witness }, VERIFIER.verifySignature);
  return cosigned.ok ? cosigned : no(PROBLEMS[cosigned.code]);
}

const PROBLEMS: Readonly<Record<CosignProblem, string>> = {
  "answer.malformed": "the witness answered with something else than signatures",
  "answer.unsigned": "the witness signed with another key than the one to trust",
  "answer.bad_signature": "the signature of the witness does not verify",
};

type Answer = { readonly status: number; readonly body: string } | { readonly why: string };

/** 64 signatures of 5 kB are more than any witness has. */
const MOST_BYTES: number = 64 * 1024;

/** Never rejects: what the network does is an answer too. */
async function post({ url, stop, timeoutMs = 10_000 }: Asked, body: string): Promise<Answer> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
  try {
    const place = `${url.href.replace(/\/$/, "")}/add-checkpoint`;
    const response = await fetch(place, { method: "POST", body, redirect: "manual", signal });
    return { status: response.status, body: await textOf(response) };
  } catch (error) {
    if (signal.aborted && !stop.aborted) return { why: `the witness did not answer within ${timeoutMs / 1000} s` };
    return { why: `the witness cannot be reached: ${reasonOf(error)}` };
  }
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`its answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
}

/** What `fetch` throws says what happened in its cause. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}

function no(why: string): Witnessed {
  return { ok: false, why };
}
