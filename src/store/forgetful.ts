/** A store that keeps nothing: a ledger whose entries are chained and numbered, and gone. */

import { type Store, StoreError } from "../engine/port.ts";

/** For streams of any length: what was appended cannot be read back. */
export function forgetfulStore(): Store {
  let size = 0;
  let isOpen = false;
  return {
    kind: "memory",
    async open() {
      // INVARIANT: there is nothing to read back, so a second opening would find another ledger.
      if (size > 0) throw new StoreError("refused", "a ledger that keeps nothing cannot be opened again");
      isOpen = true;
      return { size };
    },
    async append({ first, entries }) {
      if (!isOpen || first !== size) throw new StoreError("refused", "the ledger is closed, or has grown meanwhile");
      size += entries.length;
    },
    entries: () => [],
    tile: async () => null,
    checkpoints: async () => [],
    async saveCheckpoint() {},
    async close() {
      isOpen = false;
    },
  };
}
