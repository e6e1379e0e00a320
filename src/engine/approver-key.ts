/** An approver's key: Ed25519, in a file that is worth nothing without its passphrase. */

import * as crypto from "node:crypto";
import type { Sign } from "../approval/statement.ts";
import { fromBase64, toBase64 } from "../kernel/base64.ts";
import { canonical } from "../kernel/canonical.ts";
import { privateKey, publicKeyOf, signEd25519 } from "./key-ed25519.ts";
import { createPrivate, KeyError, readPrivate } from "./key-file.ts";

export interface ApproverKey {
  /** The public key, 32 bytes in base64. */
  readonly key: string;
  readonly sign: Sign;
}

/** What is in the file, as one line of canonical JSON. The seed is sealed with AES-256-GCM under a key from scrypt. */
interface Sealed {
  readonly key: string;
  readonly nonce: string;
  readonly purpose: typeof FILE_PURPOSE;
  readonly salt: string;
  /** 32 bytes of seed and 16 of tag. */
  readonly sealed: string;
}

const FILE_PURPOSE = "writ/approver-key/v1";

/** About half a second and 128 MiB for each guess. */
const SCRYPT: crypto.ScryptOptions = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const CIPHER = "aes-256-gcm";
const TAG_BYTES = 16;

/** Makes a key in a file of mode 0600; throws KeyError `exists` rather than replace one. Gives the public key. */
export function createApproverKey(file: string, passphrase: string): string {
  const seed = crypto.randomBytes(32);
  const [salt, nonce] = [crypto.randomBytes(16), crypto.randomBytes(12)];
  const key = toBase64(publicKeyOf(privateKey(seed)));
  const cipher = crypto.createCipheriv(CIPHER, stretched(passphrase, salt), nonce);
  cipher.setAAD(additional(key));
  const sealed = Buffer.concat([cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
  const said: Sealed = {
    key,
    nonce: toBase64(nonce),
    purpose: FILE_PURPOSE,
    salt: toBase64(salt),
    sealed: toBase64(sealed),
  };
  createPrivate(file, `${canonical(said)}\n`);
  return key;
}

/** Opens a key; throws KeyError `passphrase` when it is not the one the key was made with. */
export function openApproverKey(file: string, passphrase: string): ApproverKey {
  const { key, nonce, salt, sealed } = readSealed(file);
  const seed = unsealed({ nonce, sealed }, stretched(passphrase, salt), key);
  const secret = seed === null ? null : privateKey(seed);
  if (secret === null || toBase64(publicKeyOf(secret)) !== key)
    throw new KeyError("passphrase", `that is not the passphrase of \`${file}\``);
  return { key, sign: (message) => signEd25519(secret, message) };
}

interface Read {
  readonly key: string;
  readonly nonce: Uint8Array;
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
}

function readSealed(file: string): Read {
  const malformed = (): never => {
    throw new KeyError("malformed", `\`${file}\` holds no key of an approver`);
  };
  try {
    const said = JSON.parse(readPrivate(file)) as Sealed;
    const bytes = (text: string, length: number) => {
      const found = fromBase64(text);
      return found?.length === length ? found : malformed();
    };
    if (said.purpose !== FILE_PURPOSE) malformed();
    bytes(said.key, 32);
    const [nonce, salt] = [bytes(said.nonce, 12), bytes(said.salt, 16)];
    return { key: said.key, nonce, salt, sealed: bytes(said.sealed, 32 + TAG_BYTES) };
  } catch (error) {
    return error instanceof KeyError ? rethrow(error) : malformed();
  }
}

function rethrow(error: Error): never {
  throw error;
}

function unsealed(
  { nonce, sealed }: Pick<Read, "nonce" | "sealed">,
  secret: Uint8Array,
  key: string,
): Uint8Array | null {
  const cipher = crypto.createDecipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additional(key));
  cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -TAG_BYTES)), cipher.final()]);
  } catch {
    return null;
  }
}

/** The same passphrase is the same whatever keyboard composed its letters. */
function stretched(passphrase: string, salt: Uint8Array): Uint8Array {
  return crypto.scryptSync(passphrase.normalize("NFC"), salt, 32, SCRYPT);
}

function additional(key: string): Uint8Array {
  return new TextEncoder().encode(`${FILE_PURPOSE}\n${key}`);
}
