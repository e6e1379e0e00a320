/** What someone may have meant. */

import { editDistance } from "./edit-distance.ts";

const MAX_DISTANCE = 3;

/** The candidate nearest to a misspelt word, at most three edits away and sharing something with it; else null. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bound = Math.min(MAX_DISTANCE, word.length - 1);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > bound) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance > bound) continue;
    best = candidate;
    bound = distance - 1;
  }
  return best;
}
