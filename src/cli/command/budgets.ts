/** `writ budgets`: every budget with spent, reserved, left and the time it starts anew; or what is open. */

import { type BudgetStanding, type OpenStanding, openStandings, standings } from "../../book/standing.ts";
import { hasOption, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { bookOf } from "../ledger-book.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { hintTenants } from "../tenant-hint.ts";
import { budgetTable, openTable } from "../text/budget.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const book = await bookOf(ledger);
    // The clock of this machine may be behind that of the ledger.
    const at = Math.max(io.now(), book.at());
    const isOpen = hasOption(args, "open");
    const [budgets, open] = [standings(book.tickets, at), openStandings(book.tickets)];
    if (isOpen) await print<readonly OpenStanding[]>({ args, io }, open, openTable);
    else await print<readonly BudgetStanding[]>({ args, io }, budgets, budgetTable);
    if ((isOpen ? open : budgets).length === 0) await hintTenants(args, io);
    return EXIT.ok;
  });
