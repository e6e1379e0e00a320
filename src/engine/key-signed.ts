/** What a key signed last, kept outside the ledger: a restored ledger cannot make it sign a second history. */

import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "../ledger/checkpoint.ts";
import type { NoteKey } from "../ledger/note-key.ts";
import { KeyError, readPrivate, replacePrivate } from "./key-file.ts";

/** Name of the file beside the key; each key has its own, so that none is ever overwritten by the next key. */
export function signedFile(keyFile: string, { id }: NoteKey): string {
  return `${keyFile}.${id}.signed`;
}

/** The last checkpoint signed; throws KeyError, and never takes a missing file for "nothing". */
export function readSigned(file: string): Checkpoint {
  const checkpoint = parseCheckpoint(readPrivate(file));
  if (checkpoint !== null) return checkpoint;
  throw new KeyError("malformed", `\`${file}\` does not say what was signed last; restore it, or begin a new ledger`);
}

/** Returns when the state is on disk. */
export function writeSigned(file: string, checkpoint: Checkpoint): void {
  replacePrivate(file, formatCheckpoint(checkpoint));
}
