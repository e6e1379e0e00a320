/** `writ approvals show`: what an approver is shown, and who is missing. */

import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { approvalsIn, noAsk } from "../ledger-approval.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { approvalText } from "../text/approval.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const [id = ""] = args.positionals;
    const ask = (await approvalsIn(ledger, io)).find((one) => one.id === id);
    if (ask === undefined) throw noAsk(args);
    await print({ args, io }, ask, approvalText);
    return EXIT.ok;
  });
