/** What follows from the entries of a ledger: many small folds, each a row of the registry in book.ts. */

import type { EntryKind } from "../ledger/entry.ts";

/** An entry as it comes by. */
export interface Passing {
  readonly kind: EntryKind;
  readonly seq: number;
  /** As in the entry; text order is time order. */
  readonly at: string;
  readonly hash: string;
  /** Canonical JSON. */
  readonly body: string;
  /** What reading it would give, where that is at hand. */
  readonly read?: unknown;
}

/** The same, read. */
export interface Seen {
  readonly kind: EntryKind;
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly hash: string;
  readonly body: unknown;
}

export interface Fold {
  /** Takes the next entry; throws BookError for one that cannot follow from those before it. */
  apply(entry: Seen): void;
}

/** An entry contradicts those before it. `code` says how, such as `claim.already`. */
export class BookError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "BookError";
    this.code = code;
  }
}
