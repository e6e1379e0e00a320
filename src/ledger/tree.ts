/** The Merkle tree of a growing ledger: appended to leaf by leaf, giving out tiles as they fill (RFC 6962 §2.1). */

import type { Sha256 } from "../kernel/hash.ts";
import { EMPTY_ROOT, HASH_BYTES, readHex, writeHex } from "./node.ts";
import { hashesAt, TILE_HEIGHT, TILE_WIDTH, type Tile } from "./tile.ts";

export interface Tree {
  /** Number of leaves. */
  size(): number;
  append(leaf: string): void;
  root(): string;
  /** The tiles that filled up since the last call, in the order in which they did. */
  takeTiles(): readonly Tile[];
  /** The hashes of the tile of `level` that is not full yet; a copy. */
  tail(level: number): Uint8Array;
}

/** What is needed to go on with a tree: its size and, by tile level, the hashes of the tile that is not full yet. */
export interface TreeState {
  readonly size: number;
  readonly tails: readonly Uint8Array[];
}

/** One tile level: the tile being filled, and the roots of the perfect subtrees in it, by height. */
interface Column {
  hashes: Uint8Array;
  readonly roots: Uint8Array;
  count: number;
  /** Complete tiles before this one. */
  index: number;
}

/** A tree that goes on from `state`, or is empty. */
export function createTree(sha256: Sha256, state: TreeState = { size: 0, tails: [] }): Tree {
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  const right = input.subarray(1 + HASH_BYTES);
  const columns: Column[] = [];
  let tiles: Tile[] = [];
  let size = 0;

  /** Appends the hash in `right` to a column, and the root of a tile it completes to the next. */
  function push(level: number): void {
    columns[level] ??= emptyColumn();
    const column = columns[level];
    keep(column.hashes, column.count);
    let height = 0;
    for (let rest = column.count; rest % 2 === 1; rest >>= 1) join(column, height++);
    if (height < TILE_HEIGHT) {
      keep(column.roots, height);
      column.count++;
      return;
    }
    tiles.push({ level, index: column.index++, hashes: column.hashes });
    column.hashes = new Uint8Array(TILE_WIDTH * HASH_BYTES);
    column.count = 0;
    push(level + 1);
  }

  /** Copies `right` to where the hash number `place` stands; for so few bytes a loop beats `set`. */
  function keep(hashes: Uint8Array, place: number): void {
    const to = place * HASH_BYTES;
    for (let i = 0; i < HASH_BYTES; i++) hashes[to + i] = right[i] as number;
  }

  /** Makes `right` the parent of the column's subtree of this height and of itself. */
  function join(column: Column, height: number): void {
    const from = height * HASH_BYTES;
    for (let i = 0; i < HASH_BYTES; i++) input[1 + i] = column.roots[from + i] as number;
    readHex(sha256(input), right, 0);
  }

  function append(leaf: string): void {
    readHex(leaf, right, 0);
    push(0);
    size++;
  }

  function root(): string {
    let found = false;
    for (const column of columns) {
      for (let height = 0; height < TILE_HEIGHT; height++) {
        if (((column.count >> height) & 1) === 0) continue;
        if (found) join(column, height);
        else right.set(column.roots.subarray(height * HASH_BYTES, (height + 1) * HASH_BYTES));
        found = true;
      }
    }
    return found ? writeHex(right) : EMPTY_ROOT;
  }

  function resume(): void {
    for (let level = 0; hashesAt(level, state.size) > 0; level++) {
      const column = emptyColumn();
      column.index = hashesAt(level + 1, state.size);
      columns[level] = column;
      const tail = state.tails[level] ?? new Uint8Array(0);
      for (let i = 0; i < hashesAt(level, state.size) % TILE_WIDTH; i++) {
        right.set(tail.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
        push(level);
      }
    }
    size = state.size;
  }

  resume();
  return {
    size: () => size,
    append,
    root,
    takeTiles() {
      const taken = tiles;
      tiles = [];
      return taken;
    },
    tail(level) {
      const column = columns[level];
      return column === undefined ? new Uint8Array(0) : column.hashes.slice(0, column.count * HASH_BYTES);
    },
  };
}

function emptyColumn(): Column {
  const hashes = new Uint8Array(TILE_WIDTH * HASH_BYTES);
  return { hashes, roots: new Uint8Array(TILE_HEIGHT * HASH_BYTES), count: 0, index: 0 };
}
