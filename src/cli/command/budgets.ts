/** `writ budgets`: every budget with spent, reserved, left and the time it starts anew; or what is open. */

import { openStandings, standings } from "../../book/standing.ts";
import { hasOption, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { bookOf } from "../ledger-book.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { hintTenants } from "../tenant-hint.ts";
import { budgetTable, openTable } from "../text/budget.ts";
import type { Paint } from "../text/colour.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const book = await bookOf(ledger);
    // The clock of this machine may be behind that of the ledger.
    const at = Math.max(io.now(), book.at());
    const show = async <T>(rows: readonly T[], table: (rows: readonly T[], paint: Paint) => string): Promise<void> => {
      await print({ args, io }, rows, table);
      if (rows.length === 0) await hintTenants(args, io);
    };
    if (hasOption(args, "open")) await show(openStandings(book.tickets), openTable);
    else await show(standings(book.tickets, at), budgetTable);
    return EXIT.ok;
  });
