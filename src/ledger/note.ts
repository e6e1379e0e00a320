/** Signed notes: a text and the signatures under it (C2SP signed-note). */

import { fromBase64, toBase64 } from "../kernel/base64.ts";
import { readHex, writeHex } from "./node.ts";
import { isKeyName, type NoteKey } from "./note-key.ts";

/** Ed25519 verification (RFC 8032), handed in: pure code owns no curve. */
export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

export interface NoteSignature {
  readonly name: string;
  /** Id of the key: eight lower-case hexadecimal digits. */
  readonly id: string;
  readonly signature: Uint8Array;
}

export interface Note {
  /** What is signed; ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export type NoteProblem = "note.malformed" | "note.unsigned" | "note.bad_signature";

export type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly signers: readonly NoteKey[] }
  | { readonly ok: false; readonly code: NoteProblem };

/** The specification asks for room for 16 signatures, of up to about 5 kB each. */
const MAX_SIGNATURES = 64;
const MAX_LENGTH: number = 256 * 1024;

const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f]|[\ud800-\udfff]/u;
const SIGNATURE = /^— (\S+) (\S+)$/u;

/** The note as it is sent. */
export function formatNote(note: Note): string {
  return `${note.text}\n${note.signatures.map(formatSignature).join("")}`;
}

/** The parts of a note, none of them verified; null unless it is exactly what `formatNote` writes. */
export function parseNote(source: string): Note | null {
  if (source.length > MAX_LENGTH || FORBIDDEN.test(source) || !source.endsWith("\n")) return null;
  const end = source.lastIndexOf("\n\n");
  if (end < 0) return null;
  const lines = source.slice(end + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) return null;
  const signatures = lines.map(parseSignature).filter((signature) => signature !== null);
  return signatures.length === lines.length ? { text: source.slice(0, end + 1), signatures } : null;
}

/**
 * The text of a note that at least one of the keys signed.
 *
 * Signatures of unknown keys are ignored; one of a known key that does not verify condemns the whole note.
 */
export function openNote(source: string, keys: readonly NoteKey[], verify: VerifySignature): OpenedNote {
  const note = parseNote(source);
  if (note === null) return { ok: false, code: "note.malformed" };
  const message = new TextEncoder().encode(note.text);
  const signers = new Set<NoteKey>();
  for (const { name, id, signature } of note.signatures) {
    for (const key of keys.filter((known) => known.name === name && known.id === id)) {
      if (signature.length !== 64 || !verify(key.publicKey, message, signature)) {
        return { ok: false, code: "note.bad_signature" };
      }
      signers.add(key);
    }
  }
  return signers.size > 0 ? { ok: true, text: note.text, signers: [...signers] } : { ok: false, code: "note.unsigned" };
}

function formatSignature({ name, id, signature }: NoteSignature): string {
  const bytes = new Uint8Array(4 + signature.length);
  readHex(id, bytes, 0);
  bytes.set(signature, 4);
  return `— ${name} ${toBase64(bytes)}\n`;
}

function parseSignature(line: string): NoteSignature | null {
  const [, name = "", encoded = ""] = SIGNATURE.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes === null || bytes.length < 5) return null;
  return { name, id: writeHex(bytes, 0, 4), signature: bytes.slice(4) };
}
