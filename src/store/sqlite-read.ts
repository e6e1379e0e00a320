/** Reading a SQLite ledger, a page at a time. */

import { isUtf8 } from "node:buffer";
import type Database from "libsql";
import { type Reader, type StoredCheckpoint, StoreError } from "../engine/port.ts";
import type { Opening } from "../kernel/redaction.ts";
import { orRefused } from "./sqlite-error.ts";

const PAGE = 256;

/** The rows of a connection. */
export function readerOf(database: Database.Database): Reader {
  // Texts are read as bytes: libsql aborts the process when a damaged one is not UTF-8.
  const page = database.prepare("SELECT CAST(text AS BLOB) FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq").raw();
  const tile = database.prepare("SELECT hashes FROM tiles WHERE level = ? AND number = ?").raw();
  const newest = database.prepare("SELECT size, CAST(note AS BLOB) FROM checkpoints ORDER BY size DESC LIMIT ?").raw();
  return {
    *entries(from, to) {
      const end = Math.min(to, sizeOf(database));
      // One statement a page: an open statement would keep the write-ahead log from being emptied.
      for (let first = from; first < end; first += PAGE) {
        const rows = orRefused(() => page.all(first, Math.min(end, first + PAGE)));
        for (const [text] of rows as [unknown][]) yield decode(text);
      }
    },
    async tile(level, index) {
      const row = orRefused(() => tile.get(level, index)) as [unknown] | undefined;
      return row === undefined ? null : new Uint8Array(bytesOf(row[0]));
    },
    async checkpoints(count) {
      const rows = orRefused(() => newest.all(count)) as [number, unknown][];
      return rows.reverse().map(([size, note]): StoredCheckpoint => ({ size, note: decode(note) }));
    },
    openings: async (seq) => openingsOf(database, seq),
  };
}

/** Few entries have any, and a ledger of format 1 has no table of them. */
function openingsOf(database: Database.Database, seq: number): readonly Opening[] {
  return orRefused(() => {
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'openings'").get();
    if (table === undefined) return [];
    const columns = "CAST(pointer AS BLOB), CAST(salt AS BLOB), CAST(value AS BLOB)";
    const rows = database.prepare(`SELECT ${columns} FROM openings WHERE seq = ? ORDER BY pointer`).raw().all(seq);
    return (rows as [unknown, unknown, unknown][]).map(
      ([pointer, salt, value]): Opening => ({ pointer: decode(pointer), salt: decode(salt), value: decode(value) }),
    );
  });
}

/** Number of entries; that there are no gaps is for `verify` to say. */
export function sizeOf(database: Database.Database): number {
  const row = orRefused(() => database.prepare("SELECT max(seq) + 1 AS size FROM entries").get());
  return (row as { readonly size: number | null }).size ?? 0;
}

/** Invalid bytes must not become replacement characters, which may be what was written. */
function decode(value: unknown): string {
  const bytes = bytesOf(value);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new StoreError("corrupt", "a text in the ledger file is not UTF-8");
}

function bytesOf(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  throw new StoreError("corrupt", "a row of the ledger file has a value of another type");
}
