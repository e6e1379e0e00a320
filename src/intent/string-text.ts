/** Canonical JSON of one string, for texts that are written member by member. */

import { canonical } from "../kernel/canonical.ts";
import { isPlain } from "../kernel/plain-text.ts";

export function stringText(value: string | null): string {
  if (value === null) return "null";
  return isPlain(value) ? `"${value}"` : canonical(value);
}
