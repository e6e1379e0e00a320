/** What a ledger and a witness say to each other about a checkpoint (C2SP tlog-witness, `add-checkpoint`). */

import { toBase64 } from "../kernel/base64.ts";
import { readCosignature } from "./cosignature.ts";
import { HASH_BYTES, readHex } from "./node.ts";
import { formatNote, type NoteSignature, parseNote, type VerifySignature } from "./note.ts";
import type { NoteKey } from "./note-key.ts";

export interface Submission {
  /** Size of the newest tree that the witness cosigned; 0 for none. */
  readonly old: number;
  /** That the tree of the checkpoint continues that one; hexadecimal hashes. */
  readonly proof: readonly string[];
  /** The signed checkpoint. */
  readonly note: string;
}

/** The body of the request. */
export function submissionText({ old, proof, note }: Submission): string {
  return `old ${old}\n${proof.map((hash) => `${base64Of(hash)}\n`).join("")}\n${note}`;
}

/** The size that a witness names in a conflict (`text/x.tlog.size`); null for anything else. */
export function readConflict(body: string): number | null {
  const size = /^(?:0|[1-9]\d{0,15})\n$/.test(body) ? Number(body) : Number.NaN;
  return Number.isSafeInteger(size) ? size : null;
}

export interface Answered {
  /** The note that was sent. */
  readonly note: string;
  /** Signature lines, as the witness sent them. */
  readonly answer: string;
  /** Whom of those who signed there is believed. */
  readonly witness: NoteKey;
}

export type CosignProblem = "answer.malformed" | "answer.unsigned" | "answer.bad_signature";

export type CosignedNote =
  | { readonly ok: true; readonly note: string }
  | { readonly ok: false; readonly code: CosignProblem };

/**
 * The note with the cosignature of the witness, in place of an earlier one of the same key.
 *
 * Signatures of other keys in the answer are ignored, for nobody could tell what they say.
 */
export function addCosignature({ note, answer, witness }: Answered, verify: VerifySignature): CosignedNote {
  const sent = parseNote(note);
  const said = sent === null ? null : parseNote(`${sent.text}\n${answer}`);
  if (sent === null || said === null) return { ok: false, code: "answer.malformed" };
  const isOf = ({ name, id }: NoteSignature): boolean => name === witness.name && id === witness.id;
  const [found, ...more] = said.signatures.filter(isOf);
  if (found === undefined) return { ok: false, code: "answer.unsigned" };
  const cosigned = readCosignature(found, sent.text);
  if (more.length > 0 || cosigned === null || !verify(witness.publicKey, cosigned.message, cosigned.signature))
    return { ok: false, code: "answer.bad_signature" };
  const others = sent.signatures.filter((signature) => !isOf(signature));
  return { ok: true, note: formatNote({ text: sent.text, signatures: [...others, found] }) };
}

function base64Of(hash: string): string {
  const bytes = new Uint8Array(HASH_BYTES);
  readHex(hash, bytes, 0);
  return toBase64(bytes);
}
