/** Ed25519 (RFC 8032) from node:crypto, with keys as their 32 bytes. */

import * as crypto from "node:crypto";
import type { VerifySignature } from "../ledger/note.ts";

/** DER of a PKCS #8 private key up to the 32 bytes of the seed (RFC 8410 §7). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** DER of a public key up to its 32 bytes (RFC 8410 §4). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** The private key that belongs to a seed of 32 bytes. */
export function privateKey(seed: Uint8Array): crypto.KeyObject {
  return crypto.createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
}

/** The 32 bytes of the public key that belongs to a private key. */
export function publicKeyOf(key: crypto.KeyObject): Uint8Array {
  const der = crypto.createPublicKey(key).export({ format: "der", type: "spki" });
  return new Uint8Array(der.subarray(SPKI.length));
}

/** The signature, 64 bytes. */
export function signEd25519(key: crypto.KeyObject, message: Uint8Array): Uint8Array {
  return new Uint8Array(crypto.sign(null, message, key));
}

/** Verifies a signature; false for anything that is not a key or not a signature. */
export const verifyEd25519: VerifySignature = (publicKey, message, signature) => {
  try {
    const key = crypto.createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: "der", type: "spki" });
    return crypto.verify(null, message, key, signature);
  } catch {
    return false;
  }
};
