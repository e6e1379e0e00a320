/** Canonical JSON of one string, for texts that are written member by member. */

import { canonical } from "../kernel/canonical.ts";
import { isPlain } from "../kernel/plain-text.ts";

export function stringText(value: string | null): string {
  if (value === null) return "null";
  return isPlain(value) ? `"${value}"` : escapedText(value);
}

/** The last one that had to be escaped: the key of a balance is written several times. */
let last: { readonly value: string; readonly text: string } = { value: "", text: '""' };

const MAX_REMEMBERED = 256;

function escapedText(value: string): string {
  if (value === last.value) return last.text;
  const text = canonical(value);
  if (value.length <= MAX_REMEMBERED) last = { value, text };
  return text;
}
