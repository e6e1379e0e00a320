/** Cosignatures: a witness saw a checkpoint at a time, and nothing that contradicts it (C2SP tlog-cosignature v1). */

import type { NoteSignature } from "./note.ts";

/** Eight bytes of seconds since 1970, and the signature of Ed25519. */
const LENGTH = 8 + 64;

export interface Cosigned {
  /** What the witness signed. */
  readonly message: Uint8Array;
  /** Ed25519, 64 bytes. */
  readonly signature: Uint8Array;
}

/** What the signature of a witness under a note signs; null when it is not of that form. */
export function readCosignature({ signature }: NoteSignature, text: string): Cosigned | null {
  if (signature.length !== LENGTH) return null;
  const view = new DataView(signature.buffer, signature.byteOffset, signature.byteLength);
  const message = cosignedText(view.getBigUint64(0), text);
  return { message: new TextEncoder().encode(message), signature: signature.slice(8) };
}

/** What a witness signs at a time, in seconds since 1970. */
export function cosignedText(seconds: bigint, text: string): string {
  return `cosignature/v1\ntime ${seconds}\n${text}`;
}
