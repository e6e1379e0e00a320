/** A store that keeps next to nothing: a ledger whose entries are chained and numbered, and gone. */

import { randomBytes } from "node:crypto";
import { type Store, StoreError } from "../engine/port.ts";

/** Of a decision that is given again to who asks again: docs/spec/engine.md, 12. */
const AGAIN = ',"uses":{';

/** For streams of any length: what was appended cannot be read back, but for answers that may be asked for again. */
export function forgetfulStore(): Store {
  const kept = new Map<number, string>();
  const secret = randomBytes(32).toString("hex");
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
      entries.forEach((text, i) => {
        if (text.includes(AGAIN)) kept.set(first + i, text);
      });
      size += entries.length;
    },
    *entries(from, to) {
      for (let seq = from; seq < Math.min(to, size); seq++) {
        const text = kept.get(seq);
        if (text !== undefined) yield text;
      }
    },
    tile: async () => null,
    checkpoints: async () => [],
    openings: async () => [],
    forget: async () => 0,
    secret: async () => secret,
    async saveCheckpoint() {},
    async close() {
      isOpen = false;
    },
  };
}
