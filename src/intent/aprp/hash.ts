/** The request hash of a payment document. */

import { canonical } from "../../kernel/canonical.ts";
import type { Sha256 } from "../../kernel/hash.ts";

/**
 * SHA-256, as 64 lower-case hexadecimal digits, of the canonical JSON (RFC 8785) of the document as received, so that
 * an absent field and a null one give different hashes. Throws CanonicalError for what is no JSON.
 */
export function aprpHash(value: unknown, sha256: Sha256): string {
  return sha256(canonical(value));
}
