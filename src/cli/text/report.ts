/** The report on a ledger, for people. */

import type { LedgerCheck, LedgerReport } from "../../proof/verify.ts";
import type { Paint, Style } from "./colour.ts";
import { pairLines } from "./table.ts";

/** How the result of a check looks. */
export const MARK: Readonly<Record<LedgerCheck["status"], readonly [mark: string, style: Style]>> = {
  passed: ["✓", "green"],
  failed: ["✗", "red"],
  skipped: ["–", "yellow"],
};

/** The verdict, a line for each check, and what cannot be known; texts must be escaped already. */
export function reportText(report: LedgerReport, paint: Paint): string {
  const { ok, size, root, checks, firstBadSeq, truncation } = report;
  const verdict = ok ? paint("green", "verified") : paint("red", "not verified");
  const where = firstBadSeq === null ? "" : `first bad entry: ${firstBadSeq}\n`;
  const rows = checks.map(({ name, status, detail }): readonly [string, string] => {
    const [mark, style] = MARK[status];
    return [name, `${paint(style, `${mark} ${status}`)}  ${detail}`];
  });
  return `${verdict}: ${size} entries, root ${root}\n${pairLines(rows, paint)}${where}truncation: ${truncation}\n`;
}
