/** Runs policy tests: reads each file and the policies it is about, and decides its cases with the pure library. */

import { dirname, isAbsolute, relative, resolve } from "node:path";
import { readPolicyFile } from "../../engine/policy-file.ts";
import { nearestPolicies, readSources } from "../../engine/source.ts";
import { decideAlone } from "../../intent/alone.ts";
import type { Decision } from "../../kernel/decision.ts";
import type { Snapshot } from "../../kernel/rule.ts";
import { type CoveredRule, coverageOf, joinCoverage } from "../../policy/test/coverage.ts";
import { readTests, type TestCase, type TestDocument } from "../../policy/test/document.ts";
import { mismatches } from "../../policy/test/outcome.ts";
import { compileSources, type Loaded } from "../policy.ts";
import type { CaseResult, FileResult, TestReport } from "./result.ts";

export interface TestRun {
  readonly files: readonly string[];
  /** For files that name none; the nearest upward from each file if empty. */
  readonly policies: readonly string[];
  readonly cwd: string;
  readonly minCoverage: number | null;
}

/** Runs every file; what is wrong with one does not keep the others from running. */
export async function runTests(run: TestRun): Promise<TestReport> {
  const bench: Bench = { run, loaded: new Map(), covered: [] };
  const files: FileResult[] = [];
  for (const file of run.files) files.push(await runFile(file, bench));
  const cases = files.flatMap((each) => each.cases);
  const passed = cases.filter((each) => each.passed).length;
  return {
    passed,
    failed: cases.length - passed,
    valid: files.every(({ diagnostics }) => diagnostics.every(({ severity }) => severity !== "error")),
    files,
    coverage: joinCoverage(bench.covered),
    min_coverage: run.minCoverage,
  };
}

interface Bench {
  readonly run: TestRun;
  /** Files that are about the same policies share them. */
  readonly loaded: Map<string, Promise<Loaded>>;
  readonly covered: (readonly CoveredRule[])[];
}

async function runFile(file: string, bench: Bench): Promise<FileResult> {
  const read = readPolicyFile({ path: resolve(bench.run.cwd, file), name: file, trusted: false });
  if ("severity" in read) return { file, policies: [], cases: [], diagnostics: [read] };
  const document = readTests(read);
  if (document.diagnostics.length > 0) return { file, policies: [], cases: [], diagnostics: document.diagnostics };
  const { sources, snapshot, diagnostics } = await policiesOf(file, document, bench);
  const policies = sources.files.map(({ name }) => name);
  if (snapshot === null) return { file, policies, cases: [], diagnostics };
  const rules = snapshot.policies.flatMap((policy) => policy.rules.map(({ id }) => id));
  const cases = document.cases.map((each) => runCase(each, file, { snapshot, rules }));
  bench.covered.push(
    coverageOf(
      snapshot,
      cases.map(({ matched_rules }) => matched_rules),
    ),
  );
  return { file, policies, cases, diagnostics };
}

/** The machine's own policies are not asked: a test says the same everywhere. */
function policiesOf(file: string, document: TestDocument, { run, loaded }: Bench): Promise<Loaded> {
  const paths = pathsOf(file, document, run);
  const key = JSON.stringify(paths);
  const known = loaded.get(key) ?? compileSources(readSources({ paths, cwd: run.cwd, system: null }));
  loaded.set(key, known);
  return known;
}

/** Relative to the working directory, so that equal names in reports are equal files. */
function pathsOf(file: string, { policies }: TestDocument, { policies: given, cwd }: TestRun): readonly string[] {
  const directory = resolve(cwd, dirname(file));
  const shown = (path: string): string => relative(cwd, resolve(directory, path));
  if (policies !== null) return policies.map((path) => (isAbsolute(path) ? path : shown(path)));
  const nearest = given.length > 0 ? null : nearestPolicies(directory);
  return nearest === null ? given : [shown(nearest)];
}

interface Subject {
  readonly snapshot: Snapshot;
  /** The ids of its rules. */
  readonly rules: readonly string[];
}

function runCase(expected: TestCase, file: string, { snapshot, rules }: Subject): CaseResult {
  const decision = decideAlone(expected.call, snapshot, expected.facts);
  const found = mismatches(expected, decision, rules);
  return {
    name: expected.name,
    file,
    line: expected.line,
    passed: found.length === 0,
    expected: expected.expect,
    got: decision.decision,
    deny_code: decision.deny_code,
    matched_rules: decision.matched_rules,
    mismatches: found,
    decided: decidedBy(decision),
  };
}

function decidedBy({ decision, deny_detail, reasons }: Decision): string {
  const [reason] = reasons;
  if (deny_detail !== null) return `${decision}: ${deny_detail}`;
  if (reason === undefined) return decision;
  const by = reason.rule === null ? "" : ` by \`${reason.rule}\` (${reason.source})`;
  return `${decision}${by}: ${reason.text}`;
}
