/** Signs checkpoints of one ledger, each only as a continuation of the last. */

import type { Sha256 } from "../kernel/hash.ts";
import { type Checkpoint, formatCheckpoint } from "../ledger/checkpoint.ts";
import { formatNote } from "../ledger/note.ts";
import { formatKey } from "../ledger/note-key.ts";
import type { TreeHead } from "../ledger/proof.ts";
import { type Key, readKey } from "./key.ts";
import { signEd25519 } from "./key-ed25519.ts";
import { KeyError } from "./key-file.ts";
import { readSigned, signedFile, writeSigned } from "./key-signed.ts";
import { type RootAt, type Signer, StoreError } from "./port.ts";

/** The signer of a key file; throws KeyError when the key, or what it signed last, cannot be used. */
export function openSigner(file: string, sha256: Sha256): Signer {
  const key = readKey(file, sha256);
  const { name: origin } = key.publicKey;
  const signed = signedFile(file, key.publicKey);
  lastSigned(signed, origin);
  return {
    origin,
    publicKey: formatKey(key.publicKey),
    lastSigned: () => lastSigned(signed, origin),
    async sign(head, rootAt) {
      // Read anew each time: another process may have signed with the same key.
      await checkSuccession(lastSigned(signed, origin), head, rootAt);
      // INVARIANT: on disk before the signature exists.
      writeSigned(signed, { origin, size: head.size, root: head.root });
      return noteOf(key, { origin, ...head });
    },
  };
}

function lastSigned(file: string, origin: string): Checkpoint {
  const last = readSigned(file);
  if (last.origin === origin) return last;
  throw new KeyError("malformed", `\`${file}\` is of \`${last.origin}\`, the key is of \`${origin}\``);
}

async function checkSuccession(last: TreeHead, head: TreeHead, rootAt: RootAt): Promise<void> {
  if (head.size < last.size) {
    const message = `a ledger of ${head.size} entries is older than the ${last.size} that were signed`;
    throw new StoreError("rolled_back", message);
  }
  const root = head.size === last.size ? head.root : await rootAt(last.size);
  if (root === last.root) return;
  throw new StoreError("rolled_back", `the first ${last.size} entries are not those that were signed: it is a fork`);
}

function noteOf({ publicKey, privateKey }: Key, checkpoint: Checkpoint): string {
  const text = formatCheckpoint(checkpoint);
  const signature = signEd25519(privateKey, new TextEncoder().encode(text));
  return formatNote({ text, signatures: [{ name: publicKey.name, id: publicKey.id, signature }] });
}
