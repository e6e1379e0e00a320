/** A ledger in PostgreSQL: durable when a call resolves, and written by any number of engines at the same time. */

import { type Batch, type Clock, type Reader, type Store, StoreError } from "../engine/port.ts";
import { systemClock } from "../engine/system-clock.ts";
import { type PostgresAddress, readAddress } from "./postgres-address.ts";
import { type Connection, openConnection } from "./postgres-connection.ts";
import { readerOf } from "./postgres-read.ts";
import { migrate } from "./postgres-schema.ts";
import {
  appendTo,
  checkLines,
  forgetIn,
  now,
  openLedger,
  type Signing,
  secretOf,
  signingOf,
} from "./postgres-write.ts";

/** The store of a ledger in a database. */
export interface PostgresStore extends Store {
  /** The server's clock, as it was last heard of and has gone on since. */
  readonly clock: Clock;
}

/** What is open while the store is. */
interface Handle {
  readonly connection: Connection;
  readonly reader: Reader;
  readonly signing: Signing;
  readonly id: number;
  /** True within the transaction that keeps the others out. */
  isHolding: boolean;
}

/** The ledger at an address; the tables and the ledger are made when it is opened for the first time. */
export function postgresStore(state: string): PostgresStore {
  const address = readAddress(state);
  let handle: Handle | null = null;
  const { steady } = systemClock();
  let heard = { ms: 0, at: 0 };

  function opened(): Handle {
    if (handle === null) throw new StoreError("refused", `the ledger ${address.shown} is closed`);
    return handle;
  }

  function hear(ms: unknown): void {
    heard = { ms: ms as number, at: steady() };
  }

  return {
    kind: "postgres",
    clock: { now: () => Math.floor(heard.ms + steady() - heard.at), steady },
    async open() {
      const connection = handle?.connection ?? (await openConnection(address));
      try {
        hear(await checkServer(connection, address));
        await migrate(connection);
        const { id, size } = await findLedger(connection, address);
        handle ??= {
          connection,
          reader: readerOf(connection, id),
          signing: signingOf(connection, id),
          id,
          isHolding: false,
        };
        return { size };
      } catch (cause) {
        handle = null;
        await connection.close();
        throw cause;
      }
    },
    async append(batch) {
      hear(await append(opened(), batch));
    },
    saveCheckpoint: async (checkpoint) => opened().signing.save(checkpoint),
    shared: {
      hold: async () => hold(opened()),
      beginSigning: async () => opened().signing.begin(),
    },
    async forget(seq) {
      const { connection, id } = opened();
      return (await connection.ask(forgetIn(id, seq), "in_doubt")).length;
    },
    async secret() {
      const { connection, id } = opened();
      const [draw, read] = secretOf(id);
      await connection.ask(draw, "in_doubt");
      const [row] = await connection.ask(read, "refused");
      return row?.["value"] as string;
    },
    openings: async (seq) => opened().reader.openings(seq),
    entries: (from, to) => opened().reader.entries(from, to),
    tile: async (level, index) => opened().reader.tile(level, index),
    checkpoints: async (count) => opened().reader.checkpoints(count),
    async close() {
      const current = handle;
      handle = null;
      await current?.connection.close();
    },
  };
}

/** The server's time; rejects with StoreError `refused` unless it is a primary whose commits last. */
async function checkServer(connection: Connection, { shown }: PostgresAddress): Promise<unknown> {
  const [row] = await connection.ask(
    (sql) => sql`
      SELECT ${now(sql)} AS now, pg_is_in_recovery() AS recovery, current_setting('transaction_read_only') AS read_only,
        current_setting('synchronous_commit') AS commits, current_setting('fsync', true) AS fsync,
        current_setting('server_encoding') AS encoding`,
    "refused",
  );
  const { now: time, recovery, read_only, commits, fsync, encoding } = row ?? {};
  const refuse = (why: string) => new StoreError("refused", `${shown} cannot be written: ${why}`);
  if (recovery !== false) throw refuse("the server is a standby; facts are read from the primary only");
  if (read_only !== "off") throw refuse("the database is read-only");
  if (commits !== "on" && commits !== "remote_apply") throw refuse(`synchronous_commit is \`${commits}\``);
  if (fsync === "off") throw refuse("fsync is off");
  if (encoding !== "UTF8") throw refuse(`the encoding is \`${encoding}\`, expected UTF8`);
  return time;
}

async function findLedger(
  connection: Connection,
  { ledger, shown }: PostgresAddress,
): Promise<{ readonly id: number; readonly size: number }> {
  const find = async () => (await connection.ask(openLedger(ledger), "refused"))[0];
  // Nothing is found when another engine makes it at this moment.
  const row = (await find()) ?? (await find());
  if (row?.["size"] === row?.["stored"]) return { id: row?.["id"] as number, size: Number(row?.["size"]) };
  throw new StoreError("corrupt", `${shown} has ${row?.["stored"]} entries, its head says ${row?.["size"]}`);
}

/** Begins a transaction with the head locked; nobody else moves it until `append` ends it. */
async function hold(handle: Handle): Promise<void> {
  const { connection, id } = handle;
  await connection.ask((sql) => sql.unsafe("BEGIN"), "refused");
  handle.isHolding = true;
  try {
    await connection.ask((sql) => sql`SELECT size FROM writ.ledgers WHERE id = ${id} FOR UPDATE`, "refused");
  } catch (cause) {
    await release(handle, "ROLLBACK");
    throw cause;
  }
}

/** Ends the transaction of `hold`. */
async function release(handle: Handle, word: "COMMIT" | "ROLLBACK"): Promise<void> {
  handle.isHolding = false;
  await handle.connection.ask((sql) => sql.unsafe(word), "in_doubt");
}

/** The server's time; rejects with StoreError `conflict` when the ledger is not where the batch begins. */
async function append(handle: Handle, batch: Batch): Promise<unknown> {
  const { connection, id, isHolding } = handle;
  const rows = await appended();
  if (isHolding) await release(handle, rows?.["moved"] === 1 ? "COMMIT" : "ROLLBACK");
  if (rows?.["moved"] === 1) return rows["now"];
  throw new StoreError("conflict", "another engine has written to the ledger meanwhile");

  async function appended() {
    try {
      checkLines(batch);
      const [row] = await connection.ask(appendTo(id, batch), isHolding ? "refused" : "in_doubt");
      return row;
    } catch (cause) {
      if (isHolding) await release(handle, "ROLLBACK").catch(ignore);
      throw cause;
    }
  }
}

function ignore(): void {}
