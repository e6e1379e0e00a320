/** What is right by every key and yet hardly meant: looked for in loaded rules, as warnings. */

import type { Diagnostic } from "../../kernel/diagnostic.ts";
import type { Policy, Rule, Snapshot } from "../../kernel/rule.ts";
import type { Judge } from "../example.ts";

/** What lints look at. */
export interface Ground {
  readonly snapshot: Snapshot;
  /** Decides a call, to see what is open. */
  readonly judge: Judge;
  /** The names of the tools that Writ knows. */
  readonly tools: readonly string[];
}

/** A rule that somebody should look at, and why. */
export interface Finding {
  readonly policy: Policy;
  readonly rule: Rule;
  /** Lowercase, one line, input in backticks. */
  readonly message: string;
  readonly help: string;
}

/** A row of the table of lints. */
export interface Lint {
  /** `lint.…`, stable. */
  readonly code: string;
  readonly summary: string;
  readonly find: (ground: Ground) => readonly Finding[];
}

/** Runs lints over a snapshot: a warning for each finding, in the order of the files and their lines. */
export function runLints(lints: readonly Lint[], ground: Ground): readonly Diagnostic[] {
  const columns = columnFinder(ground.snapshot);
  const order = ground.snapshot.sources.map(({ name }) => name);
  return lints
    .flatMap(({ code, find }) => find(ground).map((finding) => diagnosticOf(code, finding, columns)))
    .toSorted((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line);
}

type ColumnOf = (file: string, line: number) => number;

function diagnosticOf(code: string, { policy, rule, message, help }: Finding, columnOf: ColumnOf): Diagnostic {
  const { source: file } = policy;
  return { severity: "warning", code, message, file, line: rule.line, column: columnOf(file, rule.line), help };
}

/** The column in which a line's text begins. */
function columnFinder({ sources }: Snapshot): ColumnOf {
  const lines = new Map<string, readonly string[]>();
  return (file, line) => {
    const known = lines.get(file) ?? (sources.find(({ name }) => name === file)?.text ?? "").split("\n");
    lines.set(file, known);
    return Math.max(0, (known[line - 1] ?? "").search(/\S/)) + 1;
  };
}

/** `no-rm` (policy.toml:12), as other findings name a rule. */
export function placed(rule: Rule, policy: Policy): string {
  return `\`${rule.id}\` (${policy.source}:${rule.line})`;
}
