/** Which hashes a proof is made of, by arithmetic alone: the recursive definitions of RFC 6962 §2.1.1 and §2.1.2. */

import { TILE_HEIGHT, TILE_WIDTH, type TileName } from "./tile.ts";

/** A perfect subtree: the one of 2^height leaves with this number among those of its height. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The subtrees whose roots, folded from the right, are the hash of one range of leaves. */
export type Range = readonly Subtree[];

/** One range for each hash of a proof. */
export type Plan = readonly Range[];

/** The root of a tree of `size` leaves, as a proof of one hash. */
export function planRoot(size: number): Plan {
  return [cover(0, size)];
}

/** The audit path of leaf `index` in a tree of `size` leaves; index < size. */
export function planInclusion(index: number, size: number): Plan {
  const plan: Range[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const inLeft = index < middle;
    plan.push(inLeft ? cover(middle, to) : cover(from, middle));
    if (inLeft) to = middle;
    else from = middle;
  }
  return plan.reverse();
}

/** That the tree of `older` leaves is a beginning of that of `newer`; older <= newer. */
export function planConsistency(older: number, newer: number): Plan {
  if (older === 0 || older === newer) return [];
  const plan: Range[] = [];
  let from = 0;
  let to = newer;
  while (to !== older) {
    const middle = from + splitOf(to - from);
    const inLeft = older <= middle;
    plan.push(inLeft ? cover(middle, to) : cover(from, middle));
    if (inLeft) to = middle;
    else from = middle;
  }
  if (from !== 0) plan.push(cover(from, to));
  return plan.reverse();
}

/** The tiles in which the hashes of a plan are found, each once. */
export function tilesOf(plan: Plan): readonly TileName[] {
  const found = new Map<string, TileName>();
  for (const subtree of plan.flat()) {
    const { level, index } = placeOf(subtree);
    found.set(`${level}/${index}`, { level, index });
  }
  return [...found.values()];
}

/** Where the leaves of a subtree, or the stored hashes nearest below its root, stand. */
export function placeOf(subtree: Subtree): TileName & { readonly from: number; readonly count: number } {
  const level = Math.floor(subtree.height / TILE_HEIGHT);
  const count = 2 ** (subtree.height % TILE_HEIGHT);
  const first = subtree.index * count;
  return { level, index: Math.floor(first / TILE_WIDTH), from: first % TILE_WIDTH, count };
}

/** The largest power of two smaller than `size`; size > 1. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The perfect subtrees of a range that RFC 6962 hashes as one, largest first. */
function cover(from: number, to: number): Range {
  const subtrees: Subtree[] = [];
  let start = from;
  while (start < to) {
    const height = Math.floor(Math.log2(to - start));
    subtrees.push({ height, index: start / 2 ** height });
    start += 2 ** height;
  }
  return subtrees;
}
