/** Checkpoints: what a ledger commits to at one size (C2SP tlog-checkpoint). */

import { fromBase64, toBase64 } from "../kernel/base64.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { HASH_BYTES, isSize, readHex, writeHex } from "./node.ts";
import { type NoteProblem, openNote, parseNote, type VerifySignature } from "./note.ts";
import { isKeyName, parseKey } from "./note-key.ts";
import type { TreeHead } from "./proof.ts";

/** The state of one ledger. */
export interface Checkpoint extends TreeHead {
  /** Which ledger: a random name, given when it begins. */
  readonly origin: string;
}

export type CheckpointProblem = NoteProblem | "checkpoint.malformed" | "checkpoint.origin" | "checkpoint.key";

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly code: CheckpointProblem };

/** Who is believed: the text of a public key, whose name is the origin of the ledger. */
export interface CheckpointTrust {
  readonly publicKey: string;
}

export interface Verifier {
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
}

/** The signed text: origin, size and root, a line each. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const root = new Uint8Array(HASH_BYTES);
  readHex(checkpoint.root, root, 0);
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(root)}\n`;
}

/** The checkpoint in a signed text; null for anything else, extension lines and leading zeros included. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = "", size = "", encoded = ""] = text.split("\n");
  const root = fromBase64(encoded);
  if (!isKeyName(origin) || root?.length !== HASH_BYTES || !isSize(Number(size))) return null;
  const checkpoint = { origin, size: Number(size), root: writeHex(root) };
  return formatCheckpoint(checkpoint) === text ? checkpoint : null;
}

/** The checkpoint of a note, whoever signed it: for comparing only, never for trust. */
export function readCheckpoint(note: string): Checkpoint | null {
  const parsed = parseNote(note);
  return parsed === null ? null : parseCheckpoint(parsed.text);
}

/** The checkpoint of a note that the trusted key signed, for the origin that is the key's name. */
export function openCheckpoint(note: string, trust: CheckpointTrust, verifier: Verifier): OpenedCheckpoint {
  const key = parseKey(trust.publicKey, verifier.sha256);
  if (key === null) return { ok: false, code: "checkpoint.key" };
  const opened = openNote(note, [key], verifier.verifySignature);
  if (!opened.ok) return opened;
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint === null) return { ok: false, code: "checkpoint.malformed" };
  return checkpoint.origin === key.name ? { ok: true, checkpoint } : { ok: false, code: "checkpoint.origin" };
}
