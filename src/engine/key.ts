/** The key that signs a ledger, in a file of its own, beside what it signed last. */

import * as crypto from "node:crypto";
import { fromBase64, toBase64 } from "../kernel/base64.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { EMPTY_ROOT } from "../ledger/node.ts";
import { type NoteKey, noteKey } from "../ledger/note-key.ts";
import { privateKey, publicKeyOf } from "./key-ed25519.ts";
import { createPrivate, KeyError, readPrivate } from "./key-file.ts";
import { signedFile, writeSigned } from "./key-signed.ts";

/** A private key and its public form, whose name is the origin of the ledger it signs. */
export interface Key {
  readonly publicKey: NoteKey;
  readonly privateKey: crypto.KeyObject;
}

/** `PRIVATE+KEY+name+id+base64`: type 0x01 and the seed, in the form other tools for signed notes use. */
const FORM = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)\n$/;

const ED25519 = 0x01;

/** A random name for a new ledger: `writ/` and 32 hexadecimal digits. */
export function newOrigin(): string {
  return `writ/${crypto.randomBytes(16).toString("hex")}`;
}

/** Makes a key with a new origin in a file of mode 0600; throws KeyError `exists` rather than replace one. */
export function createKey(file: string, sha256: Sha256): Key {
  const seed = crypto.randomBytes(32);
  const key = keyOf(newOrigin(), seed, sha256);
  const { name, id } = key.publicKey;
  // First what was signed: a crash between the two leaves no key that has forgotten.
  writeSigned(signedFile(file, key.publicKey), { origin: name, size: 0, root: EMPTY_ROOT });
  createPrivate(file, `PRIVATE+KEY+${name}+${id}+${toBase64(Buffer.concat([Buffer.from([ED25519]), seed]))}\n`);
  return key;
}

/** The key in a file; throws KeyError when it is missing, malformed, or within reach of others. */
export function readKey(file: string, sha256: Sha256): Key {
  const [, name = "", id = "", encoded = ""] = FORM.exec(readPrivate(file)) ?? [];
  const bytes = fromBase64(encoded);
  if (bytes?.length !== 33 || bytes[0] !== ED25519) throw new KeyError("malformed", `\`${file}\` holds no Ed25519 key`);
  const key = keyOf(name, bytes.subarray(1), sha256);
  if (key.publicKey.id === id) return key;
  throw new KeyError("malformed", `the key in \`${file}\` is damaged: its id should be ${key.publicKey.id}`);
}

function keyOf(name: string, seed: Uint8Array, sha256: Sha256): Key {
  const secret = privateKey(seed);
  return { publicKey: noteKey(name, publicKeyOf(secret), sha256), privateKey: secret };
}
