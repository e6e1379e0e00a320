/** What the checks of a capsule look at, and what they work with. */

import type { Sha256 } from "../kernel/hash.ts";
import type { Opening } from "../kernel/redaction.ts";
import type { Request } from "../kernel/request.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import { type Checkpoint, parseCheckpoint } from "../ledger/checkpoint.ts";
import { type Entry, readEntry } from "../ledger/entry.ts";
import { type Note, parseNote } from "../ledger/note.ts";
import type { Capsule } from "./capsule.ts";
import { type Form, formProblem } from "./capsule-form.ts";
import type { Trust } from "./capsule-trust.ts";

/** What an entry records of a call and its decision (docs/spec/ledger.md, Bodies). */
export interface DecisionBody {
  readonly call: string | null;
  readonly call_base64?: string;
  readonly decision: unknown;
  readonly facts: { readonly at?: unknown; readonly basis?: { readonly seq?: unknown } };
  readonly links?: Readonly<Record<string, string>>;
  /** Pointers of the fields that commitments stand for. */
  readonly redacted?: readonly string[];
  readonly request_hash: string;
}

/** Ed25519 verification (RFC 8032); that of browsers answers later. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** A recorded call, and what of its redacted fields is to be put back; nothing if left out. */
export interface RecordedCall extends DecisionBody {
  readonly openings?: readonly Opening[];
}

/** Makes the request of a recorded call again; null when the ledger does not keep the call. */
export type Normalise = (body: RecordedCall, snapshot: Snapshot | null, sha256: Sha256) => Request | null;

/** Lowers sources again; throws for those that do not load. */
export type Load = (files: Snapshot["sources"], options: { readonly settings: Partial<Settings> }) => Snapshot;

/** What a verifier works with. Without `normalise` and `load` their checks are skipped, and nothing is fully verified. */
export interface CapsulePorts {
  readonly sha256: Sha256;
  readonly verifyEd25519: VerifyEd25519;
  readonly normalise?: Normalise;
  readonly load?: Load;
}

/** A signed checkpoint, whoever signed it. */
export interface Signed {
  /** Null when it is none. */
  readonly note: Note | null;
  /** As the note says it; null when it says none. */
  readonly checkpoint: Checkpoint | null;
}

export interface Subject extends Signed {
  readonly capsule: Capsule;
  readonly trust: Trust;
  readonly ports: CapsulePorts;
  /** Null when the text is no entry. */
  readonly entry: Entry | null;
  /** Of the entry; null when it is not that of a decision. */
  readonly body: DecisionBody | null;
}

const BODY: Form = {
  members: { call: { orNull: "text" }, decision: "object", facts: "object", request_hash: "marked_hash" },
  others: true,
};

export function subjectOf(capsule: Capsule, trust: Trust, ports: CapsulePorts): Subject {
  const entry = readEntry(capsule.entry.text);
  const isDecision = entry !== null && formProblem(entry.body, BODY) === null;
  const body = isDecision ? (entry.body as DecisionBody) : null;
  return { capsule, trust, ports, entry, body, ...readSigned(capsule.checkpoint) };
}

export function readSigned(source: string): Signed {
  const note = parseNote(source);
  return { note, checkpoint: note && parseCheckpoint(note.text) };
}
