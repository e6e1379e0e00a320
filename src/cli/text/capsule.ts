/** The report on a capsule, for people. */

import { meaningOf } from "../../proof/capsule-code.ts";
import type { CapsuleReport } from "../../proof/capsule-verify.ts";
import type { Paint, Style } from "./colour.ts";
import { MARK } from "./report.ts";
import { pairLines } from "./table.ts";

const STYLE: Readonly<Record<CapsuleReport["verdict"], Style>> = {
  verified: "green",
  incomplete: "yellow",
  refused: "red",
};

/** The verdict, a line for each check, and what nobody can tell from a capsule; texts must be escaped already. */
export function capsuleText({ verdict, decision, checks, asserted }: CapsuleReport, paint: Paint): string {
  const rows = checks.map(({ name, result, code, detail }): readonly [string, string] => {
    const [mark, style] = MARK[result];
    const about = [code ?? [], meaningOf(name, code), detail === "" ? [] : detail].flat().join(": ");
    return [name, `${paint(style, `${mark} ${result}`)}  ${about}`];
  });
  const said = decision === null ? "" : `: ${decision}`;
  const note =
    asserted.length === 0 ? "" : `asserted by the ledger, proved by its audit alone: ${asserted.join(", ")}\n`;
  return `${paint(STYLE[verdict], verdict)}${said}\n${pairLines(rows, paint)}${note}`;
}
