/** What somebody probably meant to type. */

import { nearest } from "../policy/suggest.ts";

/** `; did you mean …?` when one of `known` is near, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === null ? "" : `; did you mean \`${found}\`?`;
}
