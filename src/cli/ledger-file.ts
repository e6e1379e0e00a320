/** The ledger that a command reads. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { StoreError } from "../engine/port.ts";
import { isPostgres } from "../store/postgres-address.ts";
import type { LedgerFile } from "../store/sqlite.ts";
import { tenantState } from "../store/tenant-ledger.ts";
import { type Args, optionOf } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { escapeText } from "./text/escape.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_STATE = "./.writ/state/writ.db";

/**
 * Works with the ledger that `--state` names, opened for reading beside its writers.
 *
 * A ledger that does not hold together is no internal error: exit 5.
 */
export async function withLedger(args: Args, io: Io, work: Work): Promise<number> {
  return withLedgerAt(statePath(args, io), { args, io }, work);
}

type Work = (ledger: LedgerFile) => Promise<number>;

/** The same with the ledger at an absolute path or address. */
export async function withLedgerAt(
  state: string,
  { args, io }: { readonly args: Args; readonly io: Io },
  work: Work,
): Promise<number> {
  if (!isPostgres(state) && !existsSync(state))
    throw new UsageError(`there is no ledger at \`${state}\``, args.command.name);
  try {
    const ledger = await openForReading(state);
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    io.err(`writ: the ledger cannot be read: ${escapeText(error.message)}\n`);
    return EXIT.unverified;
  }
}

/** Either kind is read in the same way. */
async function openForReading(state: string): Promise<LedgerFile> {
  if (isPostgres(state)) return (await import("../store/postgres-read.ts")).readLedgerDatabase(state);
  return (await import("../store/sqlite.ts")).readLedgerFile(state);
}

/** What a store, or SQLite itself, says of a file that is not the ledger it should be. */
function isDamage(error: unknown): error is Error {
  return error instanceof StoreError || (error instanceof Error && error.name === "SqliteError");
}

/** Absolute path, or address, of the ledger; one in memory ends with its command, and cannot be read by another. */
export function commonPath(args: Args, { cwd }: Io): string {
  const state = optionOf(args, "state") ?? DEFAULT_STATE;
  if (state === "memory") throw new UsageError("a ledger in memory is gone", args.command.name);
  return isPostgres(state) ? state : resolve(cwd, state);
}

/** The same, or that of the tenant whose ledger it is to be. */
export function statePath(args: Args, io: Io): string {
  const tenant = optionOf(args, "tenant");
  return tenant === undefined ? commonPath(args, io) : tenantState(commonPath(args, io), tenant);
}

/** The number of an entry that the ledger has. */
export function seqOf(args: Args, size: number): number {
  const [seq = ""] = args.positionals;
  refuseOfTenant(seq, args);
  if (!/^(?:0|[1-9]\d{0,14})$/.test(seq))
    throw new UsageError("an entry is named by its number, from 0", args.command.name);
  if (Number(seq) < size) return Number(seq);
  throw new UsageError(`the ledger has no entry ${seq}; it has ${size} entries`, args.command.name);
}

/** Throws where an id names its tenant, as an engine gives it that has a ledger a tenant. */
export function refuseOfTenant(named: string, { command }: Args): void {
  const [, tenant, id] = OF_TENANT.exec(named) ?? [];
  if (id !== undefined)
    throw new UsageError(`that is in the ledger of a tenant: \`--tenant ${tenant} ${id}\``, command.name);
}

const OF_TENANT = /^([A-Za-z0-9_-]+)\/(d-\d+)$/;
