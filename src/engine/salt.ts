/** Salts of redacted fields: nobody can guess them, and the same call gets the same ones. */

import { createHmac } from "node:crypto";
import { canonical } from "../kernel/canonical.ts";

/**
 * HMAC-SHA-256 (RFC 2104) under a key that only the store knows, over where the field stands and what the whole call
 * says. So a call that comes again is found to be the same: by its idempotency key, its nonce, its approvals.
 */
export function saltsOf(secret: string): (pointer: string, said: string) => string {
  const key = Buffer.from(secret, "hex");
  return (pointer, said) =>
    createHmac("sha256", key)
      .update(canonical([pointer, said]))
      .digest("hex");
}
