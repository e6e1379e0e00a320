/** A ledger as its writer holds it: the tree, the last entry, and how they are read back from a store. */

import type { Sha256 } from "../kernel/hash.ts";
import { type EntryPlace, entryHash, isInstant, NO_ENTRY, readEntry } from "../ledger/entry.ts";
import { hasForm, linkText, timeOf } from "../ledger/link.ts";
import { HASH_BYTES, readHex, writeHex } from "../ledger/node.ts";
import { type Plan, planRoot, tilesOf } from "../ledger/plan.ts";
import type { TreeHead } from "../ledger/proof.ts";
import { prove } from "../ledger/prove.ts";
import { hashesAt, subtreeRoot, TILE_WIDTH, type TileName } from "../ledger/tile.ts";
import { createTree, type Tree } from "../ledger/tree.ts";
import { type Reader, StoreError } from "./port.ts";

export interface Ledger {
  readonly tree: Tree;
  /** Its name, from the first entry; null while there is none. */
  readonly origin: string | null;
  /** Hash and time of the last entry. */
  prev: string;
  at: string;
}

/** Earlier than every entry, in text order. */
const BEGINNING = "";

/**
 * Reads a ledger of `size` entries back: its tiles are there, its last 256 to 511 entries are a chain and fit them.
 *
 * Throws StoreError `corrupt`. What lies further back is for `verifyLedger` to check.
 */
export async function loadLedger(reader: Reader, size: number, sha256: Sha256): Promise<Ledger> {
  await checkTiles(reader, size);
  const first = Math.max(0, TILE_WIDTH * (hashesAt(1, size) - 1));
  const end = await readEnd(reader, { first, size }, sha256);
  const tails = [end.hashes.subarray((TILE_WIDTH * hashesAt(1, size) - first) * HASH_BYTES)];
  for (let level = 1; hashesAt(level, size) > 0; level++) tails.push(await tailOf(reader, { level, size }, sha256));
  return {
    tree: createTree(sha256, { size, tails }),
    origin: await originOf(reader, size),
    prev: end.prev,
    at: end.at,
  };
}

/** What the ledger commits to. */
export function headOf({ tree }: Ledger): TreeHead {
  return { size: tree.size(), root: tree.root() };
}

/** The hashes of a proof, from stored tiles and, for those that are not full yet, from the tree. */
export async function proveFrom(source: LedgerSource, plan: Plan, sha256: Sha256): Promise<readonly string[]> {
  const tiles = new Map<string, Uint8Array>();
  for (const name of tilesOf(plan)) tiles.set(keyOf(name), await tileOf(source, name));
  return prove(plan, (name) => tiles.get(keyOf(name)) as Uint8Array, sha256);
}

/** Where the hashes of a ledger are. */
export interface LedgerSource {
  readonly reader: Reader;
  readonly ledger: Ledger;
}

/** The root the ledger had at `size`, which is not beyond its size now. */
export async function rootAt(source: LedgerSource, size: number, sha256: Sha256): Promise<string> {
  const [root] = await proveFrom(source, planRoot(size), sha256);
  return root as string;
}

/** Throws StoreError `rolled_back` unless the ledger continues what was signed. */
export async function checkContinues(source: LedgerSource, { size, root }: TreeHead, sha256: Sha256): Promise<void> {
  const found = source.ledger.tree.size();
  if (found < size) {
    const message = `the ledger has ${found} entries although ${size} were signed: it was rolled back or cut off`;
    throw new StoreError("rolled_back", message);
  }
  if ((await rootAt(source, size, sha256)) !== root) {
    const message = `the first ${size} entries of the ledger are not those that were signed: it is a fork`;
    throw new StoreError("rolled_back", message);
  }
}

function keyOf({ level, index }: TileName): string {
  return `${level}/${index}`;
}

async function tileOf({ reader, ledger }: LedgerSource, { level, index }: TileName): Promise<Uint8Array> {
  if (index === hashesAt(level + 1, ledger.tree.size())) return ledger.tree.tail(level);
  return storedTile(reader, { level, index });
}

async function storedTile(reader: Reader, { level, index }: TileName): Promise<Uint8Array> {
  const hashes = await reader.tile(level, index);
  if (hashes?.length === TILE_WIDTH * HASH_BYTES) return hashes;
  throw corrupt(`tile ${index} of level ${level} is missing or cut off`);
}

/** A level has exactly the tiles that the size makes complete: the last one is there, and none after it. */
async function checkTiles(reader: Reader, size: number): Promise<void> {
  for (let level = 0; ; level++) {
    const complete = hashesAt(level + 1, size);
    if (complete > 0) await storedTile(reader, { level, index: complete - 1 });
    if ((await reader.tile(level, complete)) !== null) throw corrupt(`level ${level} has a tile too many`);
    if (complete === 0) return;
  }
}

/** The part of a ledger that is read back entry by entry. */
interface Span {
  readonly first: number;
  readonly size: number;
}

interface End {
  /** Leaf hashes of the span. */
  readonly hashes: Uint8Array;
  readonly prev: string;
  readonly at: string;
}

async function readEnd(reader: Reader, { first, size }: Span, sha256: Sha256): Promise<End> {
  const hashes = new Uint8Array((size - first) * HASH_BYTES);
  let prev = await hashBefore(reader, first);
  let at = BEGINNING;
  let seq = first;
  for await (const text of reader.entries(first, size)) {
    if (!continues(text, { seq, prev, at })) throw corrupt(`entry ${seq} does not continue the one before it`);
    prev = entryHash(text, sha256);
    at = timeOf(text);
    if (seq < size) readHex(prev, hashes, (seq - first) * HASH_BYTES);
    seq++;
  }
  if (seq !== size) throw corrupt(`expected ${size} entries, found ${seq}`);
  await compareTile(reader, { first, size }, hashes);
  return { hashes, prev, at };
}

/** By text, as `verifyLedger` does; that the body is canonical is for an audit to say. */
export function continues(text: string, { seq, prev, at }: EntryPlace): boolean {
  const link = linkText(prev, seq);
  return text.endsWith(link) && hasForm(text, link.length) && isInstant(timeOf(text)) && timeOf(text) >= at;
}

async function hashBefore(reader: Reader, first: number): Promise<string> {
  if (first === 0) return NO_ENTRY;
  const tile = await storedTile(reader, { level: 0, index: first / TILE_WIDTH - 1 });
  return writeHex(tile, (TILE_WIDTH - 1) * HASH_BYTES);
}

/** The span begins with the entries of the last complete tile, if there is one. */
async function compareTile(reader: Reader, { first, size }: Span, hashes: Uint8Array): Promise<void> {
  if (size < TILE_WIDTH) return;
  const index = first / TILE_WIDTH;
  const tile = await storedTile(reader, { level: 0, index });
  if (tile.some((byte, at) => byte !== hashes[at])) throw corrupt(`tile ${index} does not fit its entries`);
}

/** The hashes of the tile of a level that is not full yet: the roots of the tiles below it. */
async function tailOf(reader: Reader, at: { level: number; size: number }, sha256: Sha256): Promise<Uint8Array> {
  const { level, size } = at;
  const first = hashesAt(level + 1, size) * TILE_WIDTH;
  const count = hashesAt(level, size) - first;
  const tail = new Uint8Array(count * HASH_BYTES);
  for (let i = 0; i < count; i++) {
    const below = await storedTile(reader, { level: level - 1, index: first + i });
    readHex(subtreeRoot(below, { from: 0, count: TILE_WIDTH }, sha256), tail, i * HASH_BYTES);
  }
  return tail;
}

/** The name of a ledger as its first entry states it; null when there is no entry. */
export async function originOf(reader: Reader, size: number): Promise<string | null> {
  if (size === 0) return null;
  for await (const text of reader.entries(0, 1)) {
    const entry = readEntry(text);
    const { origin } = (entry?.kind === "genesis" ? entry.body : {}) as { readonly origin?: unknown };
    if (typeof origin === "string") return origin;
  }
  throw corrupt("its first entry is not a genesis");
}

export function corrupt(what: string): StoreError {
  return new StoreError("corrupt", `the ledger does not fit together: ${what}; run \`writ ledger verify\``);
}
