/** A layer of the index of many globs: which of them are settled, or to be looked at further, at which node of a trie. */

import type { Glob, Token } from "./glob-parse.ts";
import type { Trie } from "./glob-trie.ts";

/** A glob without its middle. `exact` has no middle, that of `ends` is one star that takes anything. */
export interface Filed {
  readonly index: number;
  readonly kind: "exact" | "ends" | "other";
  /** The literals it starts and ends with, possibly empty. */
  readonly start: string;
  readonly end: string;
}

/** For each node of the trie LISTS numbers: globs that match here, globs to be tried, the group below; -1 for none. */
export interface Layer {
  readonly trie: Trie;
  readonly lists: Int32Array;
}

/** A layer, and the groups of globs that the layer below has to tell apart. */
export interface LayerAbove {
  readonly layer: Layer;
  readonly below: readonly (readonly Filed[])[];
}

interface Level {
  readonly filed: readonly Filed[];
  /** True when a glob needs nothing but to have reached its node. */
  readonly isHere: (filed: Filed) => boolean;
  /** Where lists go on; every glob is in one list at most. */
  readonly next: Int32Array;
}

export const LISTS = 3;

/** Up to so many globs are tried one by one rather than told apart further. */
const FEW = 4;

/** Notes what a glob starts and ends with. */
export function fileGlob({ tokens }: Glob, index: number): Filed {
  const start = literalOf(tokens[0]);
  const end = tokens.length > 1 ? literalOf(tokens.at(-1)) : "";
  const middle = tokens.slice(start === "" ? 0 : 1, end === "" ? undefined : -1);
  const star = middle[0];
  if (star === undefined) return { index, kind: "exact", start, end };
  const takesAll = star.kind === "run" || (star.kind === "path" && end === "");
  return { index, kind: middle.length === 1 && takesAll ? "ends" : "other", start, end };
}

function literalOf(token: Token | undefined): string {
  return token?.kind === "literal" ? token.text : "";
}

/** Lists the globs at their nodes; where too many are left to be tried one by one, they make a group below. */
export function buildLayer(level: Level, { trie, ends }: { trie: Trie; ends: readonly number[] }): LayerAbove {
  const { filed, isHere, next } = level;
  const lists = new Int32Array(trie.size * LISTS).fill(-1);
  const counts = new Uint32Array(trie.size);
  const below: Filed[][] = [];
  for (const [i, one] of filed.entries()) {
    if (isHere(one)) chain(next, lists, { index: one.index, list: ends[i]! * LISTS });
    else counts[ends[i]!]!++;
  }
  for (const [i, one] of filed.entries()) {
    const node = ends[i]!;
    if (isHere(one)) continue;
    if (counts[node]! <= FEW) chain(next, lists, { index: one.index, list: node * LISTS + 1 });
    else if (lists[node * LISTS + 2]! < 0) lists[node * LISTS + 2] = below.push([one]) - 1;
    else below[lists[node * LISTS + 2]!]!.push(one);
  }
  return { layer: { trie, lists }, below };
}

/** Puts a glob in front of a list. */
function chain(next: Int32Array, lists: Int32Array, { index, list }: { index: number; list: number }): void {
  next[index] = lists[list]!;
  lists[list] = index;
}
