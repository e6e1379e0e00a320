/** What a run of policy tests found. Plain JSON: `writ test --json` prints it. */

import type { Diagnostic } from "../../kernel/diagnostic.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Coverage } from "../../policy/test/coverage.ts";

export interface CaseResult {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly passed: boolean;
  readonly expected: Effect;
  readonly got: Effect;
  readonly deny_code: string | null;
  readonly matched_rules: readonly string[];
  /** What is not as expected. */
  readonly mismatches: readonly string[];
  /** What was decided, by which rule, where it stands, and why. */
  readonly decided: string;
}

export interface FileResult {
  readonly file: string;
  /** Names of the policies it was run against. */
  readonly policies: readonly string[];
  readonly cases: readonly CaseResult[];
  /** What is wrong with the file; then no case of it was run. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  /** Files, of tests or of policies, that are not valid. */
  readonly valid: boolean;
  readonly files: readonly FileResult[];
  readonly coverage: Coverage;
  /** What `--min-coverage` asks for, in percent; null when it does not. */
  readonly min_coverage: number | null;
}

/** Every case passed, every file is valid, and enough rules are covered. */
export function isCovered({ coverage, min_coverage }: TestReport): boolean {
  return min_coverage === null || coverage.percent >= min_coverage;
}
