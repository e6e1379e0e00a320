/** Who vouches for the tree: the key of the ledger, and witnesses. */

import type { Checkpoint } from "../ledger/checkpoint.ts";
import { readCosignature } from "../ledger/cosignature.ts";
import type { NoteSignature } from "../ledger/note.ts";
import type { NoteKey } from "../ledger/note-key.ts";
import { verifyConsistency } from "../ledger/proof.ts";
import { type Finding, failed, skipped } from "./capsule-finding.ts";
import { readSigned, type Signed, type Subject } from "./capsule-subject.ts";

export function checkCheckpoint(subject: Subject): Promise<Finding> {
  return noteFinding(subject, subject);
}

export function checkRange({ checkpoint, trust }: Subject): Finding {
  return checkpoint === null ? skipped("skipped.unread") : rangeFinding(checkpoint, trust);
}

/** Counts names only: that their signatures verify is the check before. */
export function checkWitnesses({ note, trust }: Subject): Finding {
  const signed = note?.signatures ?? [];
  const count = trust.witnesses.filter((key) => signed.some((signature) => isOf(signature, key))).length;
  return count >= trust.quorum ? null : failed("witness.quorum", `${count} of ${trust.quorum}`);
}

export async function checkLater({ capsule: { later }, checkpoint, trust, ports }: Subject): Promise<Finding> {
  if (later === null) return null;
  if (checkpoint === null) return skipped("skipped.unread");
  const signed = readSigned(later.checkpoint);
  const newer = signed.checkpoint;
  const finding = await noteFinding(signed, { trust, ports });
  if (finding !== null || newer === null) return finding;
  const isContinued = verifyConsistency({ older: checkpoint, newer, proof: later.proof }, ports.sha256);
  return rangeFinding(newer, trust) ?? (isContinued ? null : failed("later.inconsistent"));
}

/** What is wrong with a note: who signed it, and that nobody else did. */
async function noteFinding(
  { note, checkpoint }: Signed,
  { trust, ports }: Pick<Subject, "trust" | "ports">,
): Promise<Finding> {
  if (note === null || checkpoint === null) return failed("checkpoint.malformed");
  if (checkpoint.origin !== trust.key.name) return failed("checkpoint.origin", `\`${checkpoint.origin}\``);
  const known = [trust.key, ...trust.witnesses];
  const signers = note.signatures.map((signature) => known.find((key) => isOf(signature, key)));
  if (!signers.includes(trust.key)) return failed("checkpoint.unsigned");
  const stranger = signers.indexOf(undefined);
  if (stranger >= 0) return failed("checkpoint.signer", `\`${note.signatures[stranger]?.name}\``);
  if (new Set(signers).size < signers.length) return failed("checkpoint.repeated");
  for (const [at, signature] of note.signatures.entries()) {
    const key = signers[at] as NoteKey;
    const said = key === trust.key ? plain(signature, note.text) : readCosignature(signature, note.text);
    const holds = said !== null && (await ports.verifyEd25519(key.publicKey, said.message, said.signature));
    if (!holds) return failed("checkpoint.signature", `\`${key.name}\``);
  }
  return null;
}

function isOf({ name, id }: NoteSignature, key: NoteKey): boolean {
  return key.name === name && key.id === id;
}

function plain({ signature }: NoteSignature, text: string): ReturnType<typeof readCosignature> {
  return signature.length === 64 ? { message: new TextEncoder().encode(text), signature } : null;
}

function rangeFinding({ size }: Checkpoint, { first, last }: Subject["trust"]): Finding {
  return size >= first && size <= last ? null : failed("range.outside", `${size}`);
}
