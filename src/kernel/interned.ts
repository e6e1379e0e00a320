/** Texts that a decision compares again and again. */

/**
 * The same text, as it comes out of JSON: no view of a longer one and not put together of others, which are slow to
 * compare; and if it is short, kept once by the engine, so that it equals a literal of the program by its address.
 */
export function interned(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
