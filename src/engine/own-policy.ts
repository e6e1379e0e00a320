/** The policy that an engine decides under: its own, as long as that is the one in force in the ledger. */

import type { Book } from "../book/book.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Clock } from "./port.ts";

export interface OwnPolicy {
  /** Null when no policy loads. */
  snapshot(): Snapshot | null;
  /** Is it the one in force in the ledger, as far as the ledger was read? */
  isInForce(): boolean;
  /** Reads the files again, if another policy is in force, and takes them if they are that one. */
  follow(): void;
}

export interface OwnPolicyParts {
  readonly snapshot: Snapshot | null;
  readonly book: Book;
  readonly clock: Clock;
  /** Null where policies come from no files. */
  readonly reload: (() => Snapshot | null) | null;
}

/** Files that are not yet those that are in force are read again, but not with each call. */
const AGAIN_MS = 1000;

export function ownPolicy({ snapshot: first, book: { loads }, clock, reload }: OwnPolicyParts): OwnPolicy {
  let snapshot = first;
  let tried = { seq: -1, at: 0 };

  function isInForce(): boolean {
    return snapshot === null ? loads.isRefused() : loads.inForce()?.hash === snapshot.hash;
  }

  return {
    snapshot: () => snapshot,
    isInForce,
    follow() {
      const load = loads.inForce();
      if (reload === null || load === null || isInForce()) return;
      const at = clock.steady?.() ?? clock.now();
      if (tried.seq === load.seq && Math.abs(at - tried.at) < AGAIN_MS) return;
      tried = { seq: load.seq, at };
      const found = reload();
      if (found?.hash === load.hash) snapshot = found;
    },
  };
}
