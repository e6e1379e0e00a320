/** A ledger in one SQLite file: durable when a call resolves, written by one process, read by any. */

import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type Database from "libsql";
import {
  type Batch,
  type Reader,
  type Store,
  type StoredCheckpoint,
  type StoredOpening,
  StoreError,
  type Tile,
} from "../engine/port.ts";
import { orRefused, type SqlError, storeError } from "./sqlite-error.ts";
import { openForReading, openForWriting, pragma, prepareFile, reserveLog } from "./sqlite-file.ts";
import { lockLedger } from "./sqlite-lock.ts";
import { readerOf, sizeOf } from "./sqlite-read.ts";

/** A ledger file opened for reading only. */
export interface LedgerFile extends Reader {
  /** Number of entries now. */
  size(): number;
  close(): void;
}

/** Rows of one INSERT statement: beyond this, longer statements gain nothing. */
const ROWS = 64;

/** Commits after which a ledger counts as busy: then room for more of them is made at once. */
const BUSY_COMMITS = 16;

/** What is open while the store is. */
interface Handle {
  readonly file: string;
  readonly database: Database.Database;
  readonly lock: Database.Database;
  readonly reader: Reader;
  /** INSERT statements by their number of rows. */
  readonly inserts: Map<number, Database.Statement>;
  readonly insertTile: Database.Statement;
  readonly version: Database.Statement;
  /** Changes when somebody else commits (sqlite.org/pragma.html#pragma_data_version). */
  lastVersion: number;
  commits: number;
  size: number;
}

/** The ledger in the file `name`, which is made when it is opened for the first time. */
export function sqliteStore(name: string): Store {
  let handle: Handle | null = null;
  let inDoubt = false;

  function opened(): Handle {
    if (handle === null) throw new StoreError("refused", `the ledger \`${name}\` is closed`);
    return handle;
  }

  async function run(write: (handle: Handle) => void): Promise<void> {
    const current = opened();
    try {
      transact(current, write);
    } catch (cause) {
      inDoubt ||= (cause as StoreError).code === "in_doubt";
      throw cause;
    }
  }

  return {
    kind: "sqlite",
    async open() {
      if (handle === null) {
        handle = await openHandle(name, inDoubt);
        inDoubt = false;
      }
      return { size: handle.size };
    },
    append: (batch) => run((current) => appendBatch(current, batch)),
    saveCheckpoint: (checkpoint) => run((current) => saveCheckpoint(current, checkpoint)),
    async forget(seq) {
      let forgotten = 0;
      await run((current) => {
        forgotten = forget(current, seq);
      });
      // Nor do the pages of the log keep it.
      attempt(() => emptyLog(opened().database, false));
      return forgotten;
    },
    secret: () => secretOf(opened(), run),
    openings: async (seq) => opened().reader.openings(seq),
    entries: (from, to) => opened().reader.entries(from, to),
    tile: async (level, index) => opened().reader.tile(level, index),
    checkpoints: async (count) => opened().reader.checkpoints(count),
    async close() {
      const current = handle;
      handle = null;
      if (current === null) return;
      // One file is easier to copy than three; the log of a ledger in doubt is not touched.
      if (!inDoubt) attempt(() => emptyLog(current.database, false));
      closeHandle(current);
    },
  };
}

/** The ledger in the file `name` for reading, as `ledger verify` does; throws StoreError when it is none. */
export async function readLedgerFile(name: string): Promise<LedgerFile> {
  const database = await openForReading(path.resolve(name));
  return { ...readerOf(database), size: () => sizeOf(database), close: () => void database.close() };
}

async function openHandle(name: string, wasInDoubt: boolean): Promise<Handle> {
  const file = orRefused(() => preparedFile(path.resolve(name)));
  const lock = await lockLedger(file);
  try {
    const database = await openForWriting(file);
    try {
      emptyLog(database, wasInDoubt);
      return handleOf(file, database, lock);
    } catch (cause) {
      database.close();
      throw cause;
    }
  } catch (cause) {
    lock.close();
    throw openingError(file, cause);
  }
}

/** By whatever name it is opened, a file is locked under its own. */
function preparedFile(given: string): string {
  prepareFile(given);
  return fs.realpathSync(given);
}

/** The kernel drops the locks of a killed process one after the other: the ledger's may outlive the lock beside it. */
function openingError(file: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  if (!(cause as SqlError).code?.startsWith("SQLITE_BUSY")) return storeError("refused", cause);
  return new StoreError("locked", `the ledger \`${file}\` is still in use by another process`, { cause });
}

/**
 * Moves the write-ahead log into the database.
 *
 * After a failed fsync the log may show pages that are not on disk and that no later fsync of the log would write
 * again; copying them makes them durable, or fails. A reader may hold that up: then a doubtful ledger stays closed.
 */
function emptyLog(database: Database.Database, mustSucceed: boolean): void {
  const { busy } = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() as { readonly busy: number };
  if (busy !== 0 && mustSucceed) throw new StoreError("refused", "a reader holds up the reopening of the ledger");
}

function handleOf(file: string, database: Database.Database, lock: Database.Database): Handle {
  return {
    file,
    database,
    lock,
    reader: readerOf(database),
    inserts: new Map(),
    insertTile: database.prepare("INSERT INTO tiles VALUES (?, ?, ?)"),
    version: database.prepare("PRAGMA data_version").raw(),
    lastVersion: pragma(database, "data_version") as number,
    commits: 0,
    size: sizeOf(database),
  };
}

function closeHandle({ database, lock }: Handle): void {
  // A connection with prepared statements outlives `close`; an open transaction would go on locking the ledger.
  if (database.inTransaction) attempt(() => database.exec("ROLLBACK"));
  attempt(() => database.close());
  attempt(() => lock.close());
}

/** Runs `write` in a transaction of its own: what fails before the commit is refused, the commit itself is in doubt. */
function transact(handle: Handle, write: (handle: Handle) => void): void {
  const { database } = handle;
  const { size } = handle;
  try {
    database.exec("BEGIN IMMEDIATE");
    checkAlone(handle);
    write(handle);
  } catch (cause) {
    handle.size = size;
    if (database.inTransaction) attempt(() => database.exec("ROLLBACK"));
    throw cause instanceof StoreError ? cause : storeError("refused", cause);
  }
  try {
    database.exec("COMMIT");
  } catch (cause) {
    throw storeError("in_doubt", cause);
  }
  handle.commits += 1;
  if (handle.commits === BUSY_COMMITS) attempt(() => reserveLog(handle.file));
}

function checkAlone(handle: Handle): void {
  const [version] = handle.version.get() as unknown as [number];
  if (version === handle.lastVersion) return;
  throw new StoreError("refused", "something else has written to the file of the ledger");
}

function appendBatch(handle: Handle, batch: Batch): void {
  if (batch.first !== handle.size) throw new StoreError("refused", "the ledger has grown meanwhile");
  for (let from = 0; from < batch.entries.length; from += ROWS) {
    const texts = batch.entries.slice(from, from + ROWS);
    insertOf(handle, texts.length).run([batch.first + from, ...texts]);
  }
  for (const tile of batch.tiles) saveTile(handle, tile);
  for (const opening of batch.openings ?? []) saveOpening(handle, opening);
  handle.size += batch.entries.length;
}

function insertOf({ database, inserts }: Handle, rows: number): Database.Statement {
  const known = inserts.get(rows);
  if (known !== undefined) return known;
  const values = Array.from({ length: rows }, (_, row) => `(?1 + ${row}, ?${row + 2})`);
  const statement = database.prepare(`INSERT INTO entries VALUES ${values.join(",")}`);
  inserts.set(rows, statement);
  return statement;
}

function saveTile({ insertTile }: Handle, { level, index, hashes }: Tile): void {
  insertTile.run([level, index, Buffer.from(hashes)]);
}

function saveCheckpoint({ database }: Handle, { size, note }: StoredCheckpoint): void {
  database.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?)").run([size, note]);
}

function saveOpening({ database }: Handle, { seq, pointer, salt, value }: StoredOpening): void {
  database.prepare("INSERT INTO openings VALUES (?, ?, ?, ?)").run([seq, pointer, salt, value]);
}

function forget({ database }: Handle, seq: number): number {
  // Zeros where it stood (sqlite.org/pragma.html#pragma_secure_delete).
  database.exec("PRAGMA secure_delete = ON");
  return database.prepare("DELETE FROM openings WHERE seq = ?").run([seq]).changes;
}

async function secretOf({ database }: Handle, run: (write: () => void) => Promise<void>): Promise<string> {
  const read = () => database.prepare("SELECT value FROM secrets WHERE name = 'redaction'").get();
  const insert = () => database.prepare("INSERT INTO secrets VALUES ('redaction', ?)");
  if (read() === undefined) await run(() => void insert().run([randomBytes(32).toString("hex")]));
  return (read() as { readonly value: string }).value;
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // Nothing is lost: what is stored is read anew, and a log without room grows as it is written.
  }
}
