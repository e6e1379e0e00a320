/** `writ ledger audit`: verify, and decide every entry again. */

import { offsetAt } from "../../engine/zone.ts";
import { loadPolicies } from "../../index.ts";
import { type Audited, auditLedger } from "../../proof/audit.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { trustOf, VERIFIER } from "../ledger-check.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import type { Paint } from "../text/colour.ts";
import { reportText } from "../text/report.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const trust = await trustOf(ledger, args, io);
    const openings = (seq: number) => ledger.openings(seq);
    const auditor = { ...VERIFIER, loadPolicies, offsetAt, openings };
    const audited = await auditLedger(ledger.entries(0, ledger.size()), trust, auditor);
    await print({ args, io }, audited, auditText);
    return audited.ok ? EXIT.ok : EXIT.unverified;
  });

function auditText({ ledger, decisions }: Audited, paint: Paint): string {
  const { repeated, skipped, forgotten, findings } = decisions;
  const verdict = findings.length === 0 ? paint("green", "consistent") : paint("red", "not consistent");
  const lines = findings.map(({ seq, detail }) => `  entry ${seq}: ${detail}\n`).join("");
  const closed = forgotten === 0 ? "" : `, ${forgotten} not repeated: redacted fields were forgotten`;
  const counts = `${repeated} decisions repeated, ${skipped} kept by hash only${closed}`;
  return `${reportText(ledger, paint)}${verdict}: ${counts}\n${lines}`;
}
