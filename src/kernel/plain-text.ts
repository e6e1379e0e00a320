/** Texts that stand for themselves in canonical JSON. */

/** By UTF-16 unit, 1 for what RFC 8785 §3.2.2.2 escapes and for surrogates: a table beats a regex on short strings. */
const NEEDS_CARE: Uint8Array = new Uint8Array(0x10000).fill(1, 0, 0x20).fill(1, 0xd800, 0xe000);
for (const unit of '"\\') NEEDS_CARE[unit.charCodeAt(0)] = 1;

/** Is the JSON of the text the text itself, in quotes? */
export function isPlain(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (NEEDS_CARE[value.charCodeAt(index)] === 1) return false;
  return true;
}
