/** What follows from the entries, read from the store once and then kept up. */

import { entryHash } from "../ledger/entry.ts";
import { bodyOf, timeOf } from "../ledger/link.ts";
import type { Fold, JournalParts } from "./journal.ts";
import { corrupt } from "./journal-ledger.ts";

/** Entries after which what was taken is kept, and somebody may be told. */
const PAGE = 4096;

/** Gives the fold every entry below `size` that it has not taken. Rejects with StoreError `corrupt` when it refuses one. */
export async function takeIn({ store, sha256, fold, onProgress }: JournalParts, size: number): Promise<void> {
  if (fold === undefined || fold.size() >= size) return;
  for await (const text of store.entries(fold.size(), size)) {
    take(fold, text, entryHash(text, sha256));
    if (fold.size() % PAGE !== 0) continue;
    fold.keep();
    onProgress?.(fold.size(), size);
  }
  if (fold.size() !== size) throw corrupt(`expected ${size} entries, found ${fold.size()}`);
  fold.keep();
}

/** Gives the fold its next entry; throws StoreError `corrupt` when it refuses that. */
export function take(fold: Fold, text: string, hash: string): void {
  const seq = fold.size();
  const found = bodyOf(text);
  if (found === null) throw corrupt(`entry ${seq} is none`);
  try {
    fold.apply({ ...found, seq, at: timeOf(text), hash });
  } catch (error) {
    throw corrupt(`entry ${seq} contradicts those before it: ${error instanceof Error ? error.message : "unknown"}`);
  }
}
