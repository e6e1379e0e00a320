/** Makes proofs: reads the hashes of a plan out of tiles. */

import type { Sha256 } from "../kernel/hash.ts";
import { EMPTY_ROOT, nodeHash } from "./node.ts";
import { type Plan, placeOf, type Range, type Subtree } from "./plan.ts";
import { subtreeRoot, type TileName } from "./tile.ts";

/** The hashes of a tile, one after the other; of one that is not full yet, those it has. */
export type TileReader = (name: TileName) => Uint8Array;

/** The hashes of a proof in the order in which it is sent; for `planRoot` the root alone. */
export function prove(plan: Plan, read: TileReader, sha256: Sha256): readonly string[] {
  const hashOf = (subtree: Subtree): string => {
    const place = placeOf(subtree);
    return subtreeRoot(read(place), place, sha256);
  };
  return plan.map((range) => fold(range, hashOf, sha256));
}

function fold(range: Range, hashOf: (subtree: Subtree) => string, sha256: Sha256): string {
  const hashes = range.map(hashOf);
  return hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right, sha256));
}
