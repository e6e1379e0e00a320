/** What is frozen: in the ledger, and in those of tenants beside it. */

import type { FreezeFact } from "../kernel/facts.ts";
import { tenantState, tenantsBeside } from "../store/tenant-ledger.ts";
import { type Args, hasOption } from "./command.ts";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { bookOf } from "./ledger-book.ts";
import { commonPath, withLedgerAt } from "./ledger-file.ts";
import { print } from "./print.ts";
import type { Paint } from "./text/colour.ts";
import { scopeOf } from "./text/event.ts";
import { alignedTable } from "./text/table.ts";
import { UsageError } from "./usage-error.ts";

/** Prints every freeze that holds now. */
export async function listFreezes(args: Args, io: Io): Promise<number> {
  if (OTHERS.some((name) => hasOption(args, name)))
    throw new UsageError("`--list` shows every freeze: leave out the other options", args.command.name);
  const common = commonPath(args, io);
  const states = [common, ...(await tenantsBeside(common)).map((tenant) => tenantState(common, tenant))];
  // A freeze of everything or of a principal stands in each ledger.
  const found = new Map<string, FreezeFact>();
  let worst: number = EXIT.ok;
  for (const state of states) {
    const code = await withLedgerAt(state, { args, io }, async (ledger) => {
      const book = await bookOf(ledger);
      for (const { reason, scope, until } of book.freezes.list(Math.max(io.now(), book.at())))
        found.set(scopeOf(scope), { reason, scope, until });
      return EXIT.ok;
    });
    worst = Math.max(worst, code);
  }
  if (worst === EXIT.ok) await print<readonly FreezeFact[]>({ args, io }, [...found.values()], freezeTable);
  return worst;
}

const OTHERS = ["tenant", "principal", "for", "until", "lift", "reason", "key"] as const;

function freezeTable(freezes: readonly FreezeFact[], paint: Paint): string {
  if (freezes.length === 0) return "nothing is frozen\n";
  const rows = freezes.map(({ reason, scope, until }) => [scopeOf(scope), until ?? "lifted", reason]);
  return alignedTable({ head: ["FROZEN", "UNTIL", "REASON"], rows }, paint);
}
