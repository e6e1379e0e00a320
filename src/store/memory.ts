/** A store that forgets everything with its process. */

import { randomBytes } from "node:crypto";
import { type Reader, type Store, type StoredCheckpoint, StoreError, type Tile } from "../engine/port.ts";
import type { Opening } from "../kernel/redaction.ts";

/** An empty ledger in memory; what was appended is still there after `close` and `open`. */
export function memoryStore(): Store {
  const entries: string[] = [];
  const tiles = new Map<string, Uint8Array>();
  const checkpoints: StoredCheckpoint[] = [];
  const openings = new Map<number, readonly Opening[]>();
  const secret = randomBytes(32).toString("hex");
  let isOpen = false;

  function checkOpen(): void {
    if (!isOpen) throw new StoreError("refused", "the store is closed");
  }

  function saveTile({ level, index, hashes }: Tile): void {
    tiles.set(`${level}/${index}`, hashes);
  }

  const reader: Reader = {
    *entries(from, to) {
      for (let seq = from; seq < Math.min(to, entries.length); seq++) yield entries[seq] as string;
    },
    tile: async (level, index) => tiles.get(`${level}/${index}`) ?? null,
    checkpoints: async (count) => (count > 0 ? checkpoints.slice(-count) : []),
    openings: async (seq) => openings.get(seq) ?? [],
  };

  return {
    ...reader,
    kind: "memory",
    async open() {
      isOpen = true;
      return { size: entries.length };
    },
    async append(batch) {
      checkOpen();
      if (batch.first !== entries.length) throw new StoreError("refused", "the ledger has grown meanwhile");
      for (const text of batch.entries) entries.push(text);
      batch.tiles.forEach(saveTile);
      for (const { seq, ...opening } of batch.openings ?? [])
        openings.set(seq, inserted(openings.get(seq) ?? [], opening));
    },
    async saveCheckpoint(checkpoint) {
      checkOpen();
      if (checkpoints.at(-1)?.size === checkpoint.size) checkpoints.pop();
      checkpoints.push(checkpoint);
    },
    async forget(seq) {
      checkOpen();
      const forgotten = openings.get(seq)?.length ?? 0;
      openings.delete(seq);
      return forgotten;
    },
    secret: async () => secret,
    async close() {
      isOpen = false;
    },
  };
}

function inserted(known: readonly Opening[], opening: Opening): readonly Opening[] {
  return [...known, opening].sort((a, b) => (a.pointer < b.pointer ? -1 : 1));
}
