/** A store that forgets everything with its process. */

import { type Reader, type Store, type StoredCheckpoint, StoreError, type Tile } from "../engine/port.ts";

/** An empty ledger in memory; what was appended is still there after `close` and `open`. */
export function memoryStore(): Store {
  const entries: string[] = [];
  const tiles = new Map<string, Uint8Array>();
  const checkpoints: StoredCheckpoint[] = [];
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
    },
    async saveCheckpoint(checkpoint) {
      checkOpen();
      if (checkpoints.at(-1)?.size === checkpoint.size) checkpoints.pop();
      checkpoints.push(checkpoint);
    },
    async close() {
      isOpen = false;
    },
  };
}
