/** Tiles: 256 neighbouring hashes of every eighth level of the tree, the unit in which it is stored (C2SP tlog-tiles). */

import type { Sha256 } from "../kernel/hash.ts";
import { HASH_BYTES, readHex, writeHex } from "./node.ts";

/** Levels of the tree that one tile spans. */
export const TILE_HEIGHT = 8;

/** Hashes in a complete tile. */
export const TILE_WIDTH = 256;

/** A completed tile. */
export interface Tile {
  /** 0 holds leaf hashes, 1 the roots of complete tiles of level 0, and so on. */
  readonly level: number;
  readonly index: number;
  /** 256 × 32 bytes. */
  readonly hashes: Uint8Array;
}

export interface TileName {
  readonly level: number;
  readonly index: number;
}

/** How many hashes of tile level `level` a tree of `size` leaves has. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The root of the perfect subtree over `count` (a power of two) hashes of a tile, from hash `from` on. */
export function subtreeRoot(tile: Uint8Array, range: { from: number; count: number }, sha256: Sha256): string {
  const work = tile.slice(range.from * HASH_BYTES, (range.from + range.count) * HASH_BYTES);
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  for (let width = range.count; width > 1; width /= 2) {
    for (let pair = 0; pair < width / 2; pair++) {
      input.set(work.subarray(2 * pair * HASH_BYTES, 2 * (pair + 1) * HASH_BYTES), 1);
      readHex(sha256(input), work, pair * HASH_BYTES);
    }
  }
  return writeHex(work);
}
