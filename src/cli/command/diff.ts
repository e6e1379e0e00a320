/** `writ diff`: what another policy would change. */

import { readSources } from "../../engine/source.ts";
import { diffPolicies } from "../../policy/diff/diff.ts";
import { type Args, hasOption, optionOf, type Run } from "../command.ts";
import { type DecisionDiff, diffDecisions, type Sides } from "../diff/decisions.ts";
import { callsOf, recordedCalls } from "../diff/recorded.ts";
import { type DiffReport, isSame } from "../diff/report.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { withLedger } from "../ledger-file.ts";
import { compileSources, type Loaded } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { diffText } from "../text/diff.ts";
import { timeOf } from "../time.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const [before, after, ...more] = args.positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError("which two? `writ diff OLD NEW`, each a file or a directory", "diff");
  if (hasOption(args, "calls") && hasOption(args, "state"))
    throw new UsageError("either `--calls` or `--state`", "diff");
  const at = timeOf(args, io);
  const loaded = [await loadSide(before, io), await loadSide(after, io)] as const;
  printDiagnostics(
    io,
    loaded.flatMap(({ diagnostics }) => diagnostics),
  );
  const [{ snapshot: old }, { snapshot: now }] = loaded;
  if (old === null || now === null) return EXIT.invalidPolicy;
  return compare({ args, io }, { before: old, after: now }, at);
};

/** The machine's own policies hold beside either. */
function loadSide(path: string, io: Io): Promise<Loaded> {
  return compileSources(readSources({ paths: [path], cwd: io.cwd, system: null }));
}

interface Place {
  readonly args: Args;
  readonly io: Io;
}

async function compare({ args, io }: Place, sides: Sides, at: string): Promise<number> {
  const calls = optionOf(args, "calls");
  if (calls !== undefined) return tell({ args, io }, sides, await diffDecisions(callsOf(calls, at, io), sides));
  if (!hasOption(args, "state")) return tell({ args, io }, sides, null);
  return withLedger(args, io, async (ledger) =>
    tell({ args, io }, sides, await diffDecisions(recordedCalls(ledger, ledger.size()), sides)),
  );
}

async function tell(place: Place, { before, after }: Sides, decisions: DecisionDiff | null): Promise<number> {
  const report: DiffReport = { ...diffPolicies(before, after), decisions };
  await print(place, report, diffText);
  return isSame(report) ? EXIT.ok : EXIT.deny;
}
