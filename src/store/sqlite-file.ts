/** The file of a SQLite ledger: made, opened, and asserted to be durable. */

import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type Database from "libsql";
import { StoreError } from "../engine/port.ts";

/** Says in the file's header whose it is ("Writ"), and in which version of the tables below. */
const APPLICATION = 0x57726974;
const FORMAT = 2;

/** What format 2 has besides those of 1: fields that entries do not show, which are no part of the ledger. */
const PRIVATE_TABLES = `
  CREATE TABLE openings (
    seq INTEGER, pointer TEXT, salt TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (seq, pointer)
  ) STRICT;
  CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  PRAGMA user_version = ${FORMAT};
`;

const TABLES = `
  CREATE TABLE entries (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE tiles (level INTEGER, number INTEGER, hashes BLOB NOT NULL, PRIMARY KEY (level, number)) STRICT;
  CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION};
  ${PRIVATE_TABLES}
`;

/** Pages that suit rows of half a kilobyte, alone and in batches; the rest is what makes a commit outlive a power cut (sqlite.org/wal.html). */
const SETTINGS = `
  PRAGMA page_size = 8192;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA checkpoint_fullfsync = ON;
  PRAGMA trusted_schema = OFF;
`;

/** File systems on which locks and shared memory cannot be relied on: NFS, SMB, CIFS, SMB2 (statfs(2)). */
const NETWORK_TYPES: readonly number[] = [0x6969, 0x517b, 0xff534d42, 0xfe534d42];

/** A connection, libsql being loaded only now. */
export async function openConnection(name: string): Promise<Database.Database> {
  const { default: open } = await import("libsql");
  return new open(name);
}

/** A connection for the one writer; makes the file when there is none, readable by its owner only. */
export async function openForWriting(file: string): Promise<Database.Database> {
  const database = await openConnection(file);
  try {
    database.exec(SETTINGS);
    if (pragma(database, "application_id") === 0 && isEmpty(database)) {
      database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
    }
    assertFormat(database, file);
    if (pragma(database, "user_version") === 1) database.exec(`BEGIN IMMEDIATE; ${PRIVATE_TABLES} COMMIT`);
    assertDurable(database, file);
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** A connection that can only read, beside a running writer too; throws when there is no such file. */
export async function openForReading(file: string): Promise<Database.Database> {
  if (!fs.existsSync(file)) throw new StoreError("foreign", `there is no ledger \`${file}\``);
  const database = await openConnection(`${pathToFileURL(file).href}?mode=ro`);
  try {
    assertFormat(database, file);
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** Makes the directory and an empty file, so that SQLite gives its other files the same narrow mode. */
export function prepareFile(file: string): void {
  const directory = path.dirname(file);
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (NETWORK_TYPES.includes(fs.statfsSync(directory).type)) {
    throw new StoreError("refused", `the ledger \`${file}\` is on a network file system; put it on a local disk`);
  }
  // INVARIANT: an existing file is never opened here: closing it would drop the process's own locks (fcntl(2)).
  if (fs.existsSync(file)) return;
  createEmpty(file);
  syncDirectory(directory);
}

function createEmpty(file: string): void {
  try {
    fs.closeSync(fs.openSync(file, "ax", 0o600));
  } catch (cause) {
    // Another process was faster; which of the two may write is for the lock to say.
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
}

/** What the write-ahead log grows to before SQLite begins it again: 1,000 pages (sqlite.org/wal.html). */
const LOG_BYTES = 1000 * 8216;

const ZEROS = 65_536;

/**
 * Lengthens the write-ahead log with zeros, which no reader takes for pages, to what it will be anyway: writing over
 * what is there costs the disk one write a commit, growing a file costs two.
 */
export function reserveLog(file: string): void {
  const handle = fs.openSync(`${file}-wal`, "r+");
  try {
    const zeros = new Uint8Array(ZEROS);
    for (let at = fs.fstatSync(handle).size; at < LOG_BYTES; at += ZEROS) fs.writeSync(handle, zeros, 0, ZEROS, at);
  } finally {
    fs.closeSync(handle);
  }
}

/** The single value of a pragma. */
export function pragma(database: Database.Database, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() as object)[0];
}

function isEmpty(database: Database.Database): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
}

function assertFormat(database: Database.Database, file: string): void {
  const found = [pragma(database, "application_id"), pragma(database, "user_version")];
  if (found[0] === APPLICATION && (found[1] === 1 || found[1] === FORMAT)) return;
  throw new StoreError("foreign", `\`${file}\` is not a ledger of format 1 or ${FORMAT} (it says ${found.join(", ")})`);
}

function assertDurable(database: Database.Database, file: string): void {
  const found = [pragma(database, "journal_mode"), pragma(database, "synchronous")];
  if (found[0] === "wal" && found[1] === 2) return;
  throw new StoreError("refused", `\`${file}\` cannot be made durable: expected wal, 2, got ${found.join(", ")}`);
}

/** A new name is durable only when its directory is; Windows has no such call. */
function syncDirectory(directory: string): void {
  if (process.platform === "win32") return;
  const handle = fs.openSync(directory, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
