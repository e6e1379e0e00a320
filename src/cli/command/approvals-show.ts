/** `writ approvals show`: what an approver is shown, and who is missing. */

import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { askNamed } from "../ledger-approval.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { approvalText } from "../text/approval.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const ask = await askNamed(ledger, args, io);
    await print({ args, io }, ask, approvalText);
    return EXIT.ok;
  });
