/** `writ test`: policies are tested like code. */

import type { Diagnostic } from "../../kernel/diagnostic.ts";
import { type Args, optionOf, optionsOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { print, printDiagnostics } from "../print.ts";
import { writeReport } from "../report-file.ts";
import { findTests } from "../test/find.ts";
import { isCovered, type TestReport } from "../test/result.ts";
import { runTests } from "../test/run-tests.ts";
import { junit } from "../text/junit.ts";
import { testsText } from "../text/tests.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const policies = optionsOf(args, "policy");
  const minCoverage = minCoverageOf(args);
  const files = findTests({ named: args.positionals, policies, cwd: io.cwd });
  const report = await runTests({ files, policies, cwd: io.cwd, minCoverage });
  printDiagnostics(io, unique(report.files.flatMap(({ diagnostics }) => diagnostics)));
  const file = optionOf(args, "junit");
  if (file !== undefined) writeReport({ args, io }, { path: file, text: junit(report) });
  await print({ args, io }, report, testsText);
  return exitOf(report);
};

function minCoverageOf(args: Args): number | null {
  const text = optionOf(args, "min-coverage");
  if (text === undefined) return null;
  if (/^(?:100|\d{1,2}(?:\.\d)?)$/.test(text)) return Number(text);
  throw new UsageError(`\`--min-coverage\` is a percentage from 0 to 100, not \`${text}\``, "test");
}

/** Files about the same policies repeat what is wrong with these. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()];
}

function exitOf(report: TestReport): number {
  if (!report.valid) return EXIT.invalidPolicy;
  return report.failed === 0 && isCovered(report) ? EXIT.ok : EXIT.deny;
}
