/** What a set of globs answered, by text: the texts that keep coming back, such as names of tools, are matched once. */

import { buildGlobSet, type GlobSet } from "./glob-set.ts";

export { buildGlobSet, type GlobSet } from "./glob-set.ts";

/** A set that remembers what it answered. */
export interface GlobMemo {
  /** The index of every pattern that matches, each once, in no particular order. */
  find(text: string): readonly number[];
}

/** Beyond so many texts, nothing more is remembered: a caller cannot fill the memory. */
const REMEMBERED = 1024;

/** As `buildGlobSet`, for short texts out of a small vocabulary. */
export function buildGlobMemo(patterns: readonly string[]): GlobMemo {
  const set = buildGlobSet(patterns);
  const memo = new Map<string, readonly number[]>();
  return { find: (text) => memo.get(text) ?? remember(memo, text, set) };
}

function remember(memo: Map<string, readonly number[]>, text: string, set: GlobSet): readonly number[] {
  const found: number[] = [];
  set.collect(text, found);
  if (memo.size < REMEMBERED) memo.set(text, found);
  return found;
}
