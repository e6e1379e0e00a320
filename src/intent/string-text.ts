/** Canonical JSON of one string, for texts that are written member by member. */

import { canonical } from "../kernel/canonical.ts";

export function stringText(value: string | null): string {
  if (value === null) return "null";
  return isPlain(value) ? `"${value}"` : canonical(value);
}

/** Without quotes, backslashes, control characters and surrogates a text stands for itself (RFC 8785 §3.2.2.2). */
export function isPlain(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0xd800) return false;
  }
  return true;
}
