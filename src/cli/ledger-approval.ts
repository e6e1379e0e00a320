/** The asks of a ledger that somebody else may be writing, under the policy that is in force in it. */

import { type ApprovalView, approvalViews } from "../book/approval-view.ts";
import { waitedFor } from "../book/ask.ts";
import type { Book } from "../book/book.ts";
import { StoreError } from "../engine/port.ts";
import { loadPolicies } from "../index.ts";
import { NO_SNAPSHOT } from "../intent/record.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import { readEntry } from "../ledger/entry.ts";
import { bodyOf } from "../ledger/link.ts";
import type { LedgerFile } from "../store/sqlite.ts";
import type { Args } from "./command.ts";
import type { Io } from "./io.ts";
import { bookOf } from "./ledger-book.ts";
import { refuseOfTenant } from "./ledger-file.ts";
import { UsageError } from "./usage-error.ts";

/** The ask of a decision, or that which it waits for; throws UsageError when there is none. */
export async function askNamed(ledger: LedgerFile, args: Args, io: Io): Promise<ApprovalView> {
  const [id = ""] = args.positionals;
  const asks = await approvalsIn(ledger, io);
  const [, seq] = /^d-(\d{1,15})$/.exec(id) ?? [];
  const waited = seq === undefined ? null : await waitedIn(ledger, Number(seq));
  const ask = asks.find((one) => one.id === id || one.entry === waited);
  if (ask === undefined) throw noAsk(args);
  return ask;
}

async function waitedIn(ledger: LedgerFile, seq: number): Promise<string | null> {
  for await (const text of ledger.entries(seq, seq + 1)) {
    const found = bodyOf(text);
    if (found?.kind === "decision") return waitedFor(JSON.parse(found.body));
  }
  return null;
}

export async function approvalsIn(ledger: LedgerFile, io: Io): Promise<readonly ApprovalView[]> {
  const book = await bookOf(ledger);
  const snapshot = await inForce(ledger, book);
  // The clock of this machine may be behind that of the ledger.
  return approvalViews(book.asks, { snapshot, at: Math.max(io.now(), book.at()) });
}

/** Why there is nothing to show of the ask that was named. */
function noAsk(args: Args): UsageError {
  const [id] = args.positionals;
  refuseOfTenant(id ?? "", args);
  const why = id === undefined ? "which ask? `writ approvals list` has their ids" : `there is no ask \`${id}\``;
  return new UsageError(why, args.command.name);
}

/** The name of the ledger, as its first entry says. */
export async function originOf(ledger: LedgerFile): Promise<string> {
  for await (const text of ledger.entries(0, 1)) {
    const body = readEntry(text)?.body as { readonly origin?: string } | undefined;
    if (body?.origin !== undefined) return body.origin;
  }
  throw new StoreError("corrupt", "entry 0 does not begin a ledger; run `writ ledger verify`");
}

/** None where the last load was refused. */
async function inForce(ledger: LedgerFile, { loads }: Book): Promise<Snapshot> {
  const load = loads.isRefused() ? null : loads.inForce();
  if (load === null) return NO_SNAPSHOT;
  for await (const text of ledger.entries(load.seq, load.seq + 1)) {
    const entry = readEntry(text);
    if (entry === null) break;
    const { sources, settings } = entry.body as Pick<Snapshot, "sources"> & { readonly settings: Partial<Settings> };
    return loadPolicies(sources, { settings });
  }
  throw new StoreError("corrupt", `entry ${load.seq} is missing; run \`writ ledger verify\``);
}
