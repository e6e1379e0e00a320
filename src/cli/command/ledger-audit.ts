/** `writ ledger audit`: verify, and decide every entry again. */

import { sha256 } from "#sha256";
import type { LedgerReport } from "../../proof/verify.ts";
import { type AuditReport, auditLedger } from "../audit.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { verifyFile } from "../ledger-check.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import type { Paint } from "../text/colour.ts";
import { reportText } from "../text/report.ts";

/** What `--json` prints. */
interface Audited {
  readonly ok: boolean;
  readonly ledger: LedgerReport;
  readonly decisions: AuditReport;
}

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const report = await verifyFile(ledger, args, io);
    const decisions = await auditLedger(ledger.entries(0, report.size), sha256);
    const audited = { ok: report.ok && decisions.findings.length === 0, ledger: report, decisions };
    await print({ args, io }, audited, auditText);
    return audited.ok ? EXIT.ok : EXIT.unverified;
  });

function auditText({ ledger, decisions }: Audited, paint: Paint): string {
  const { repeated, skipped, findings } = decisions;
  const verdict = findings.length === 0 ? paint("green", "consistent") : paint("red", "not consistent");
  const lines = findings.map(({ seq, detail }) => `  entry ${seq}: ${detail}\n`).join("");
  return `${reportText(ledger, paint)}${verdict}: ${repeated} decisions repeated, ${skipped} kept by hash only\n${lines}`;
}
