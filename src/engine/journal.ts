/** The only writer of a ledger: serves all that wait with one transaction, and signs what is durable. */

import { canonical } from "../kernel/canonical.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { formatInstant } from "../kernel/instant.ts";
import type { Opening } from "../kernel/redaction.ts";
import { SEMANTICS } from "../kernel/rule.ts";
import type { EntryKind } from "../ledger/entry.ts";
import type { ConsistencyClaim, InclusionClaim, TreeHead } from "../ledger/proof.ts";
import { JournalWriter } from "./journal-writer.ts";
import { type Clock, type Signer, type Store, StoreError } from "./port.ts";

/** Where a work's entry will stand, and what was durable before its batch. */
export interface Place {
  readonly seq: number;
  /** The time of the entry: the work's own, or the ledger's when that is later. */
  readonly at: string;
  /** Number of entries, and root, of the tree from which facts may be read. */
  readonly basis: { readonly seq: number; readonly root: string };
}

/** Something to be recorded. */
export interface Work {
  readonly kind: EntryKind;
  /** In the form of `2026-11-20T12:00:00.000Z` and no other. */
  readonly at: string;
  /**
   * The entry's body as canonical JSON; null when there is nothing to record after all. Synchronous, and called again at
   * another place when others were faster. A throw rejects this work alone.
   */
  build(place: Place): string | Built | null;
}

/** An entry of another kind than its work expected, or with more than its text. */
export interface Built {
  readonly kind: EntryKind;
  readonly body: string;
  /** What reading the body would give, where it is at hand, as far as a fold asks for it. */
  readonly read?: unknown;
  /** What opens the fields that the entry does not show; it is stored with the entry, and outside of the ledger. */
  readonly openings?: readonly Opening[];
}

/** A durable entry. */
export interface Placed {
  readonly seq: number;
  readonly hash: string;
}

/** State that follows from the entries: it takes them in as they are made, before they are stored. */
export interface Fold {
  /** Number of entries taken. */
  size(): number;
  /** A throw, which changes nothing, rejects the work of the entry alone. */
  apply(entry: Folded): void;
  /** What was applied is stored. */
  keep(): void;
  /** What was applied since `keep` was not stored. */
  discard(): void;
}

/** An entry with its place; `body` is canonical JSON. */
export interface Folded extends Omit<Built, "openings"> {
  readonly seq: number;
  readonly at: string;
  readonly hash: string;
}

/** What a journal is made of. */
export interface JournalParts {
  readonly store: Store;
  /** Null leaves the ledger without checkpoints. */
  readonly signer: Signer | null;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** Name of a ledger that begins now and that nobody signs; else it is named by its signer, or itself. */
  readonly origin: string;
  /** Shortest time between checkpoints that nobody asked for; 1000 if left out. */
  readonly checkpointMs?: number;
  /** Kept up with the ledger, from its first entry on; nothing if left out. */
  readonly fold?: Fold;
  /** Told now and then how many entries of how many the fold has taken while the ledger is opened. */
  readonly onProgress?: (done: number, size: number) => void;
}

/** A ledger open for writing. Every rejection is a StoreError, or what a work's `build` threw. */
export interface Journal {
  /** Name of the ledger. */
  readonly origin: string;
  /** Other engines write to it too, and the sooner an entry is made the less often they are faster. */
  readonly isShared: boolean;
  /** Records the work; resolves when its entry is durable, or, with null, when everything is that it built on. */
  submit(work: Work): Promise<Placed | null>;
  /** Records a body, which is canonical JSON already. */
  append(kind: EntryKind, body: string, at: string): Promise<Placed>;
  /** Signs the ledger as it stands and gives the note; null when nobody signs it, or another engine does just now. */
  checkpoint(): Promise<string | null>;
  /** The text of an entry that is durable. */
  entry(seq: number): Promise<string>;
  /** What opens the redacted fields of an entry, as far as it was not forgotten. */
  openings(seq: number): Promise<readonly Opening[]>;
  /** Size and root of what is durable. */
  head(): Promise<TreeHead>;
  /** Proof that entry `index` is in the ledger of now. */
  inclusion(index: number): Promise<InclusionClaim>;
  /** Proof that the ledger of `size` entries is a beginning of that of now. */
  consistency(size: number): Promise<ConsistencyClaim>;
  /** Why nothing can be recorded at present, or null. */
  problem(): StoreError | null;
  /** Records what waits, signs, and closes the store, also when one of these fails. */
  close(): Promise<void>;
}

/**
 * Opens the ledger in a store, beginning it with its genesis entry when it is empty.
 *
 * Rejects with StoreError: `locked`; `corrupt` when tiles and last entries do not fit together; `rolled_back` when the
 * ledger lacks, or contradicts, what its signer signed last or its last checkpoint; `foreign` when it is not the signer's.
 */
export async function openJournal(parts: JournalParts): Promise<Journal> {
  const writer = new JournalWriter(parts);
  try {
    const origin = (await writer.open()) ?? (await begin(writer, parts)) ?? (await writer.open());
    if (origin === null) throw new StoreError("corrupt", "the ledger was begun, and has no beginning");
    if (parts.signer === null || parts.signer.origin === origin)
      return journalOf(writer, origin, parts.store.shared !== undefined);
    throw new StoreError("foreign", `the key signs for \`${parts.signer.origin}\`, the ledger is \`${origin}\``);
  } catch (error) {
    await parts.store.close();
    throw error;
  }
}

/** The name of the ledger; null when another engine has begun it at the same time. */
async function begin(writer: JournalWriter, { signer, clock, origin }: JournalParts): Promise<string | null> {
  const at = formatInstant(clock.now());
  const name = signer?.origin ?? origin;
  const body = canonical({ created: at, origin: name, semantics: SEMANTICS });
  const build = ({ seq }: Place): string => {
    if (seq === 0) return body;
    throw new StoreError("conflict", "another engine has begun the ledger");
  };
  try {
    await writer.submit({ kind: "genesis", at, build });
    return name;
  } catch (cause) {
    if ((cause as StoreError).code === "conflict") return null;
    throw cause;
  }
}

function journalOf(writer: JournalWriter, origin: string, isShared: boolean): Journal {
  return {
    origin,
    isShared,
    submit: (work) => writer.submit(work),
    append: (kind, body, at) => writer.submit({ kind, at, build: () => body }) as Promise<Placed>,
    entry: (seq) => writer.entry(seq),
    openings: (seq) => writer.openings(seq),
    checkpoint: () => writer.checkpoint(),
    head: () => writer.head(),
    inclusion: (index) => writer.inclusion(index),
    consistency: (size) => writer.consistency(size),
    problem: () => writer.problem(),
    close: () => writer.close(),
  };
}
