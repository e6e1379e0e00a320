/** What a set of globs answered, by text: the texts that keep coming back, such as names of tools, are matched once. */

import { buildGlobSet, type GlobSet } from "./glob-set.ts";

export { buildGlobSet, type GlobSet } from "./glob-set.ts";

/** Beyond so many texts, nothing more is remembered: a caller cannot fill the memory. */
const REMEMBERED = 1024;

/** As `buildGlobSet`, for short texts out of a small vocabulary. */
export function buildGlobMemo(patterns: readonly string[]): GlobSet {
  const set = buildGlobSet(patterns);
  const memo = new Map<string, readonly number[]>();
  return {
    collect: (text, found) => {
      const known = memo.get(text);
      if (known === undefined) remember(memo, text, collectInto(set, text, found));
      else for (let i = 0; i < known.length; i++) found.push(known[i] as number);
    },
  };
}

/** What the text added to `found`. */
function collectInto(set: GlobSet, text: string, found: number[]): readonly number[] {
  const base = found.length;
  set.collect(text, found);
  return found.slice(base);
}

function remember(memo: Map<string, readonly number[]>, text: string, known: readonly number[]): void {
  if (memo.size < REMEMBERED) memo.set(text, known);
}
