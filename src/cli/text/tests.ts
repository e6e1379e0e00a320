/** A test report, for people. */

import type { Coverage } from "../../policy/test/coverage.ts";
import { type CaseResult, isCovered, type TestReport } from "../test/result.ts";
import type { Paint } from "./colour.ts";
import { alignedTable } from "./table.ts";

/** A row for each case, what failed and why, and which rules no case decides; texts must be escaped already. */
export function testsText(report: TestReport, paint: Paint): string {
  const cases = report.files.flatMap((file) => file.cases);
  const failed = cases.filter(({ passed }) => !passed);
  return [
    ...(cases.length === 0 ? [] : [alignedTable({ head: HEAD, rows: cases.map(row) }, paint)]),
    ...failed.map((each) => failure(each, paint)),
    uncovered(report.coverage, paint),
    summary(report, paint),
  ].join("");
}

const HEAD: readonly string[] = ["", "EXPECTED", "GOT", "CASE"];

const row = ({ passed, expected, got, name }: CaseResult): readonly string[] => [
  passed ? "pass" : "FAIL",
  expected,
  got,
  name,
];

function failure({ name, file, line, mismatches, decided }: CaseResult, paint: Paint): string {
  const lines = [...mismatches, `decided: ${decided}`, paint("dim", `${file}:${line}`)];
  return `\n${paint("red", "failed")}: ${paint("bold", name)}\n${lines.map((text) => `  ${text}\n`).join("")}`;
}

function uncovered({ rules }: Coverage, paint: Paint): string {
  const never = rules.filter(({ decided }) => decided === 0);
  if (never.length === 0) return "\n";
  const lines = never.map(({ source, rule }) => `  ${source}  ${rule}\n`).join("");
  return `\n${paint("yellow", "rules that decide no case")}\n${lines}\n`;
}

function summary(report: TestReport, paint: Paint): string {
  const { passed, failed, valid, coverage, min_coverage } = report;
  const verdict = !valid ? paint("red", "invalid") : failed > 0 ? paint("red", "failed") : paint("green", "passed");
  const rules = `${coverage.covered} of ${coverage.rules.length} rules decide a case (${coverage.percent} %)`;
  const short = isCovered(report) ? "" : paint("red", `, and ${min_coverage} % are asked for`);
  return `${verdict}: ${passed} passed, ${failed} failed; ${rules}${short}\n`;
}
