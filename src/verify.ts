/** The verifier of capsules: pure, small, and without anything that reads policies or calls; runs in browsers. */

import { sha256 as ownSha256 } from "#sha256";
import type { CapsulePorts, CapsuleReport } from "./proof/capsule-verify.ts";
import { verifyCapsule as verify } from "./proof/capsule-verify.ts";

export type { Capsule } from "./proof/capsule.ts";
export type { CheckCode } from "./proof/capsule-code.ts";
export type { TrustFile } from "./proof/capsule-trust.ts";
export type { CapsuleCheck, CapsulePorts, CapsuleReport } from "./proof/capsule-verify.ts";

/** What may be handed in instead of, or beside, what is here. */
export type VerifyOptions = Partial<CapsulePorts>;

/**
 * Verifies a capsule against a trust file, both as text or bytes; never rejects.
 *
 * Without `normalise` and `load` those two checks are skipped and the verdict is at best `incomplete`: hashes,
 * signatures and the decision by the lowered rules are checked all the same. Signatures are verified by WebCrypto unless
 * `verifyEd25519` is handed in.
 *
 * @example
 * const { verdict, checks } = await verifyCapsule(capsule, trust);
 */
export function verifyCapsule(
  capsule: string | Uint8Array,
  trust: string | Uint8Array,
  options: VerifyOptions = {},
): Promise<CapsuleReport> {
  return verify(capsule, trust, { sha256: ownSha256, verifyEd25519: byWebCrypto, ...options });
}

/** Ed25519 as browsers have it (WebCrypto); false for anything that is not a key or not a signature. */
async function byWebCrypto(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  try {
    const key = await subtle.importKey("raw", copyOf(publicKey), "Ed25519", false, ["verify"]);
    return await subtle.verify("Ed25519", key, copyOf(signature), copyOf(message));
  } catch {
    return false;
  }
}

/** WebCrypto takes no view of memory that is shared. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
