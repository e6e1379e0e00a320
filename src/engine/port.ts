/** The ports through which the engine touches the world. */

import type { Opening } from "../kernel/redaction.ts";
import type { TreeHead } from "../ledger/proof.ts";
import type { Tile } from "../ledger/tile.ts";

export type { Tile } from "../ledger/tile.ts";

/** What a store holds of a ledger before anything is appended. */
export interface Stored {
  /** Number of entries. */
  readonly size: number;
}

/** What one transaction makes durable; all of it or nothing. */
export interface Batch {
  /** Sequence number of the first entry; must equal the store's size. */
  readonly first: number;
  /** Hash of the entry before the first (64 zeros when there is none), and of the last one of the batch. */
  readonly prev: string;
  readonly last: string;
  /** Canonical JSON texts, one an entry. */
  readonly entries: readonly string[];
  readonly tiles: readonly Tile[];
  /** What opens redacted fields of these entries; nothing where it is left out. */
  readonly openings?: readonly StoredOpening[];
}

/** What opens one redacted field of an entry. It is no part of the ledger: nothing is proved by it, and it can be forgotten. */
export interface StoredOpening extends Opening {
  readonly seq: number;
}

/** A signed checkpoint as stored. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

/**
 * Why the ledger cannot be used: `refused` certainly stored nothing, `in_doubt` may have; `locked` means that another
 * process writes it, `foreign` that it is not the ledger of this key or not of this format, `rolled_back` that it lacks
 * or contradicts what was signed, `corrupt` that its parts do not fit together. Of a shared ledger, `conflict` says that
 * certainly nothing was stored because another engine was faster.
 */
export class StoreError extends Error {
  readonly code: "refused" | "in_doubt" | "corrupt" | "locked" | "foreign" | "rolled_back" | "conflict";

  constructor(code: StoreError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}

/** Reading a ledger; may be done beside its writer. */
export interface Reader {
  /** Entry texts from `from` (inclusive) to `to` (exclusive), in order, without holding more than a page in memory. */
  entries(from: number, to: number): AsyncIterable<string> | Iterable<string>;
  /** The 256 hashes of a completed tile, or null. */
  tile(level: number, index: number): Promise<Uint8Array | null>;
  /** The newest `count` signed checkpoints, oldest first. */
  checkpoints(count: number): Promise<readonly StoredCheckpoint[]>;
  /** What opens the redacted fields of an entry, in order of their pointers; less, or nothing, once it was forgotten. */
  openings(seq: number): Promise<readonly Opening[]>;
}

/** What a store offers besides when several engines write its ledger at the same time. */
export interface Shared {
  /** Keeps the others from appending until this engine's next append, which must follow, even of nothing. */
  hold(): Promise<void>;
  /** Makes this engine the signer, until its next checkpoint or for some seconds; false while another one is. */
  beginSigning(): Promise<boolean>;
}

/** Durable, append-only memory of one ledger. One contract suite runs on every implementation. */
export interface Store extends Reader {
  readonly kind: "memory" | "sqlite" | "postgres";
  /** Left out where one engine writes, and a foreign write is the end of it. */
  readonly shared?: Shared;
  /** May be called again after `close`, and then shows what is really stored. */
  open(): Promise<Stored>;
  /** Resolves when everything is on disk; rejects with StoreError, and is then to be closed and opened again. */
  append(batch: Batch): Promise<void>;
  saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void>;
  /** Deletes what opens the redacted fields of an entry, for good; gives how many there were. */
  forget(seq: number): Promise<number>;
  /** 64 hexadecimal digits that only this store knows, drawn once: what salts are made with. */
  secret(): Promise<string>;
  /** Never rejects; closing twice does nothing. */
  close(): Promise<void>;
}

/** The root of the ledger at an earlier size. */
export type RootAt = (size: number) => Promise<string>;

/** Signs checkpoints of one ledger, and remembers outside the store what it signed last. */
export interface Signer {
  /** Name of the ledger, and of the key. */
  readonly origin: string;
  /** The text of the public key, as verifiers pin it. */
  readonly publicKey: string;
  /** What was signed last; size 0 before the first time. */
  lastSigned(): TreeHead;
  /** A signed note; rejects with StoreError `rolled_back` unless the head continues everything signed before. */
  sign(head: TreeHead, rootAt: RootAt): Promise<string>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds that pass evenly, whatever the clock is set to; left out where nothing tells. */
  steady?(): number;
}

export interface Files {
  /** The name of `path` with all links resolved, as far as it exists; null when it cannot be known. */
  resolve(path: string): string | null;
}
