/** `writ ledger verify`: chain, tree and signatures. */

import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { verifyFile } from "../ledger-check.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { reportText } from "../text/report.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const report = await verifyFile(ledger, args, io);
    await print({ args, io }, report, reportText);
    return report.ok ? EXIT.ok : EXIT.unverified;
  });
