/** Texts that stand for themselves in canonical JSON. */

/** What RFC 8785 §3.2.2.2 escapes, and surrogates. */
const NEEDS_CARE = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Is the JSON of the text the text itself, in quotes?
 *
 * By a regex, whose time does not depend on how the engine keeps the text: a loop over its units becomes ten times slower
 * once it has met texts of five kinds (slices, joined texts, texts of two bytes a unit), which calls bring.
 */
export function isPlain(value: string): boolean {
  return !NEEDS_CARE.test(value);
}
