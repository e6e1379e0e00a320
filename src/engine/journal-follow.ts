/** A ledger that others write too: back to where it was stored, and on over what they wrote. */

import type { Sha256 } from "../kernel/hash.ts";
import { HASH_BYTES } from "../ledger/node.ts";
import { hashesAt, TILE_WIDTH } from "../ledger/tile.ts";
import { createTree } from "../ledger/tree.ts";
import type { JournalParts } from "./journal.ts";
import { advance, type Draft } from "./journal-batch.ts";
import { take } from "./journal-fold.ts";
import { continues, corrupt, type Ledger } from "./journal-ledger.ts";
import type { Reader, Tile } from "./port.ts";

/** A draft that was not stored, and the tiles that it filled. */
export interface Overtaken {
  readonly draft: Draft;
  readonly tiles: readonly Tile[];
}

/** The ledger as it was before the draft. */
export function rewind(ledger: Ledger, { draft, tiles }: Overtaken, sha256: Sha256): Ledger {
  const { size } = draft.before;
  const tails: Uint8Array[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const index = hashesAt(level + 1, size);
    const filled = tiles.find((tile) => tile.level === level && tile.index === index);
    const hashes = filled?.hashes ?? ledger.tree.tail(level);
    tails.push(hashes.subarray(0, (hashesAt(level, size) - index * TILE_WIDTH) * HASH_BYTES));
  }
  return { tree: createTree(sha256, { size, tails }), origin: ledger.origin, prev: draft.prev, at: draft.at };
}

/**
 * Takes in what was stored after the ledger's last entry; rejects with StoreError `corrupt` when it does not follow. A fold
 * that has taken all before it takes it too: it is read once.
 */
export async function follow(ledger: Ledger, { store, sha256, fold }: Following): Promise<void> {
  const { tree } = ledger;
  for await (const text of store.entries(tree.size(), Number.MAX_SAFE_INTEGER)) {
    const place = { seq: tree.size(), prev: ledger.prev, at: ledger.at };
    if (!continues(text, place)) throw corrupt(`entry ${place.seq} does not continue the one before it`);
    const hash = advance(ledger, text, sha256);
    if (fold?.size() === place.seq) take(fold, text, hash);
  }
  fold?.keep();
  // Whoever filled them has stored them.
  tree.takeTiles();
}

type Following = Pick<JournalParts, "store" | "sha256" | "fold">;

/** The ledger as if nothing were stored after its first `size` entries. */
export function upTo(reader: Reader, size: number): Reader {
  return {
    entries: (from, to) => reader.entries(from, Math.min(to, size)),
    tile: async (level, index) => (index < hashesAt(level + 1, size) ? reader.tile(level, index) : null),
    checkpoints: (count) => reader.checkpoints(count),
    openings: (seq) => reader.openings(seq),
  };
}
