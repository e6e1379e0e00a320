/** Makes entries of the works that wait. */

import type { Sha256 } from "../kernel/hash.ts";
import { entryHash, isInstant, MAX_ENTRY_LENGTH, makeEntry } from "../ledger/entry.ts";
import { bodyPart, timeOf } from "../ledger/link.ts";
import type { TreeHead } from "../ledger/proof.ts";
import type { Built, Fold, Place, Placed, Work } from "./journal.ts";
import { headOf, type Ledger } from "./journal-ledger.ts";
import { type StoredOpening, StoreError } from "./port.ts";

/** A work whose caller waits. */
export interface Waiting {
  readonly work: Work;
  readonly resolve: (placed: Placed | null) => void;
  readonly reject: (error: unknown) => void;
}

/** What is to be stored in one transaction. */
export interface Draft {
  /** What was durable before, and the hash and time of its last entry. */
  readonly before: TreeHead;
  readonly prev: string;
  readonly at: string;
  readonly entries: string[];
  readonly hashes: string[];
  readonly openings: StoredOpening[];
  /** Those whose entries these are, in the same order. */
  readonly works: Waiting[];
  /** Those who have nothing to record, and build on what is recorded here or before. */
  readonly others: Waiting[];
  /** Those for whom there was no room. */
  readonly rest: readonly Waiting[];
}

/** UTF-16 units of one batch; it ends with the entry that exceeds them. */
const BATCH_LENGTH: number = 16 * 1024 * 1024;

/** Leaves room for the rest of the entry. */
const MAX_BODY_LENGTH: number = MAX_ENTRY_LENGTH - 512;

/**
 * Builds the entries of a batch and appends them to the tree.
 *
 * A work whose time is malformed, that throws, or whose entry is too large is rejected alone, and leaves no trace.
 */
export function compose(waiting: readonly Waiting[], ledger: Ledger, { sha256, fold }: Composing): Draft {
  const before = headOf(ledger);
  const { prev, at } = ledger;
  const draft: Draft = { before, prev, at, entries: [], works: [], others: [], hashes: [], openings: [], rest: [] };
  const composition = { ledger, sha256, fold, draft, basis: { seq: before.size, root: before.root } };
  let length = 0;
  let count = 0;
  for (const member of waiting) {
    if (length > BATCH_LENGTH) break;
    count++;
    try {
      const text = addEntry(member.work, composition);
      (text === null ? draft.others : draft.works).push(member);
      length += text?.length ?? 0;
    } catch (error) {
      member.reject(error);
    }
  }
  return { ...draft, rest: waiting.slice(count) };
}

/** What entries are made with. */
export interface Composing {
  readonly sha256: Sha256;
  readonly fold?: Fold | undefined;
}

/** A batch while it is made. */
interface Composition extends Composing {
  readonly ledger: Ledger;
  readonly basis: Place["basis"];
  readonly draft: Draft;
}

const NONE: readonly never[] = [];

/** The text of the work's entry, which is in the ledger, the fold and the draft then; null when there is none. */
function addEntry(work: Work, { ledger, basis, draft, sha256, fold }: Composition): string | null {
  const place = placeOf(work, ledger, basis);
  const built = work.build(place);
  if (built === null) return null;
  const {
    kind,
    body,
    read,
    openings = NONE,
  }: Built = typeof built === "string" ? { kind: work.kind, body: built } : built;
  const { seq, at } = place;
  checkLength(body);
  const { text, hash } = makeEntry({ place: { at, prev: ledger.prev, seq }, kind, body }, sha256);
  fold?.apply({ kind, body: bodyPart(text, body.length), read, seq, at, hash });
  take(ledger, { hash, at });
  draft.hashes.push(hash);
  for (const opening of openings) draft.openings.push({ ...opening, seq });
  draft.entries.push(text);
  return text;
}

function placeOf(work: Work, ledger: Ledger, basis: Place["basis"]): Place {
  if (work.at !== ledger.at && !isInstant(work.at)) {
    throw new StoreError("refused", `expected an instant like \`2026-11-20T12:00:00.000Z\`, got \`${work.at}\``);
  }
  return { seq: ledger.tree.size(), at: later(work.at, ledger.at), basis };
}

function checkLength({ length }: string): void {
  if (length > MAX_BODY_LENGTH)
    throw new StoreError("refused", `an entry of ${length} characters is too large to be recorded`);
}

/** Instants are compared as text. */
function later(a: string, b: string): string {
  if (a < b) return b;
  return a;
}

/** Takes an entry into the ledger, and gives its hash. INVARIANT: what may throw comes first. */
export function advance(ledger: Ledger, text: string, sha256: Sha256): string {
  const hash = entryHash(text, sha256);
  take(ledger, { hash, at: timeOf(text) });
  return hash;
}

function take(ledger: Ledger, { hash, at }: { readonly hash: string; readonly at: string }): void {
  ledger.tree.append(hash);
  ledger.prev = hash;
  ledger.at = at;
}
