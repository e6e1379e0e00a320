/** Reading a ledger in PostgreSQL, a page at a time. */

import { type Reader, type StoredCheckpoint, StoreError } from "../engine/port.ts";
import type { Opening } from "../kernel/redaction.ts";
import { readAddress } from "./postgres-address.ts";
import { type Connection, openConnection } from "./postgres-connection.ts";
import { checkVersion } from "./postgres-schema.ts";

const PAGE = 512;

/** A ledger in a database opened for reading only, as it was when it was opened; its writers go on meanwhile. */
export interface LedgerDatabase extends Reader {
  /** Number of entries. */
  size(): number;
  close(): Promise<void>;
}

/** The ledger at an address for reading, as `ledger verify` does; rejects with StoreError when there is none. */
export async function readLedgerDatabase(state: string): Promise<LedgerDatabase> {
  const address = readAddress(state);
  const connection = await openConnection(address);
  try {
    await checkVersion(connection);
    const { ledger } = address;
    const [row] = await connection.ask(
      (sql) => sql`SELECT id, size FROM writ.ledgers WHERE name = ${ledger}`,
      "refused",
    );
    if (row === undefined) throw new StoreError("foreign", `there is no ledger ${address.shown}`);
    const size = Number(row["size"]);
    return { ...readerOf(connection, row["id"] as number, size), size: () => size, close: () => connection.close() };
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

/** The rows of ledger `id`, as if none were after `end`. */
export function readerOf(connection: Connection, id: number, end: number = Number.MAX_SAFE_INTEGER): Reader {
  return {
    async *entries(from, to) {
      const last = Math.min(to, end);
      for (let first = from; first < last; first += PAGE) {
        const until = Math.min(last, first + PAGE);
        const rows = await connection.ask(
          (sql) =>
            sql`SELECT text FROM writ.entries WHERE ledger = ${id} AND seq >= ${first} AND seq < ${until} ORDER BY seq`,
          "refused",
        );
        for (const row of rows) yield row["text"] as string;
        if (rows.length < until - first) return;
      }
    },
    async tile(level, index) {
      const [row] = await connection.ask(
        (sql) => sql`SELECT hashes FROM writ.tiles WHERE ledger = ${id} AND level = ${level} AND number = ${index}`,
        "refused",
      );
      return row === undefined ? null : new Uint8Array(row["hashes"] as Buffer);
    },
    async checkpoints(count) {
      const rows = await connection.ask(
        (sql) =>
          sql`SELECT size, note FROM writ.checkpoints WHERE ledger = ${id} AND size <= ${end} ORDER BY size DESC LIMIT ${count}`,
        "refused",
      );
      return rows
        .reverse()
        .map((row): StoredCheckpoint => ({ size: Number(row["size"]), note: row["note"] as string }));
    },
    async openings(seq) {
      const rows = await connection.ask(
        (sql) => sql`
          SELECT pointer, salt, value FROM writ.openings WHERE ledger = ${id} AND seq = ${seq} ORDER BY pointer COLLATE "C"`,
        "refused",
      );
      return rows.map((row) => ({ pointer: row["pointer"], salt: row["salt"], value: row["value"] }) as Opening);
    },
  };
}

/** The tenants whose ledgers are named after the one at an address. */
export async function tenantsInDatabase(state: string): Promise<readonly string[]> {
  const address = readAddress(state);
  const connection = await openConnection(address);
  const start = `${address.ledger}.`;
  try {
    await checkVersion(connection);
    const rows = await connection.ask((sql) => sql`SELECT name FROM writ.ledgers ORDER BY name`, "refused");
    const names = rows.map((row) => row["name"] as string);
    return names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
  } finally {
    await connection.close();
  }
}
