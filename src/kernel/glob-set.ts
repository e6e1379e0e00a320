/** Many globs at once: what it costs to find those that match depends on what can match, not on how many there are. */

import { buildGlobIndex } from "./glob-index.ts";
import { buildGlobSet as buildList, type GlobSet } from "./glob-list.ts";

export type { GlobSet } from "./glob-list.ts";

/** Up to so many patterns are cheaper tried one by one, in time and in memory: most sets are that small. */
const FEW = 4;

/** Builds a set; throws on a pattern that `parseGlob` refuses. */
export function buildGlobSet(patterns: readonly string[]): GlobSet {
  return patterns.length > FEW ? buildGlobIndex(patterns) : buildList(patterns);
}
