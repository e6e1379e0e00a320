/** One writer a ledger: a lock the operating system drops when the process ends, however it ends. */

import type * as Libsql from "libsql";
import { StoreError } from "../engine/port.ts";
import type { SqlError } from "./sqlite-error.ts";
import { openConnection, prepareFile } from "./sqlite-file.ts";

/** Holds the lock file of a ledger until closed; throws StoreError `locked` when somebody else does. */
export async function lockLedger(path: string): Promise<Libsql.Database> {
  prepareFile(`${path}.lock`);
  const lock = await openConnection(`${path}.lock`);
  try {
    // Not the ledger itself: an exclusive lock there would keep readers out. Without a journal nothing stays behind.
    lock.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock.close();
    if (!(cause as SqlError).code?.startsWith("SQLITE_BUSY")) throw cause;
    throw new StoreError("locked", `the ledger \`${path}\` is being written by another process`, { cause });
  }
}
