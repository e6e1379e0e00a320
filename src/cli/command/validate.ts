/** `writ validate`: compiles everything and says everything that is wrong. */

import { readSources } from "../../engine/source.ts";
import type { Diagnostic } from "../../kernel/diagnostic.ts";
import { checkCedar } from "../cedar-check.ts";
import { hasOption, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { inFileOrder, lintPolicies } from "../lint.ts";
import { compileSources, type Loaded, loadPolicy } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { printSarif } from "../sarif-file.ts";
import type { Paint } from "../text/colour.ts";
import { UsageError } from "../usage-error.ts";

/** What `--json` prints. */
interface Report {
  readonly valid: boolean;
  readonly files: readonly string[];
  readonly rule_count: number | null;
  readonly budget_count: number | null;
  readonly approval_mode: string | null;
  readonly policy_snapshot_hash: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

export const run: Run = async (args, io) => {
  const file = optionOf(args, "file");
  if (file !== undefined && hasOption(args, "policy"))
    throw new UsageError("either `--file` or `--policy`", "validate");
  if (hasOption(args, "json") && optionOf(args, "sarif") === "-")
    throw new UsageError("either `--json` or `--sarif -`: standard output holds one of them", "validate");
  const compiled =
    file === undefined
      ? await loadPolicy(args, io)
      : await compileSources(readSources({ paths: [file], cwd: io.cwd, system: null }));
  const loaded = await linted(compiled);
  if (!hasOption(args, "json")) printDiagnostics(io, loaded.diagnostics);
  const isWritten = await printSarif({ args, io }, loaded.diagnostics);
  if (!isWritten) await print({ args, io }, reportOf(loaded), reportText);
  return loaded.snapshot === null ? EXIT.invalidPolicy : EXIT.ok;
};

/** Lints and types need rules that load. */
async function linted(loaded: Loaded): Promise<Loaded> {
  if (loaded.snapshot === null) return loaded;
  const files = loaded.sources.files.map(({ name }) => name);
  const typed = await checkCedar(loaded.sources.files);
  const diagnostics = [...loaded.diagnostics, ...(await lintPolicies(loaded.snapshot)), ...typed];
  const sound = typed.every(({ severity }) => severity !== "error");
  return { ...loaded, snapshot: sound ? loaded.snapshot : null, diagnostics: inFileOrder(diagnostics, files) };
}

function reportOf({ sources, snapshot, diagnostics }: Loaded): Report {
  return {
    valid: snapshot !== null,
    files: sources.files.map(({ name }) => name),
    rule_count: snapshot === null ? null : snapshot.policies.reduce((sum, { rules }) => sum + rules.length, 0),
    budget_count: snapshot?.budgets.length ?? null,
    approval_mode: snapshot?.mode ?? null,
    policy_snapshot_hash: snapshot?.hash ?? null,
    diagnostics,
  };
}

function reportText(
  { valid, files, rule_count, budget_count, approval_mode, policy_snapshot_hash, diagnostics }: Report,
  paint: Paint,
): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const found = [count(errors, "error"), count(diagnostics.length - errors, "warning")].join(", ");
  if (!valid) return `${paint("red", "invalid")}: ${found}\n`;
  const mode = approval_mode === null ? "" : `, approval mode ${approval_mode}`;
  const budgets = budget_count ? `, ${count(budget_count, "budget")}` : "";
  return `${paint("green", "valid")}: ${files.join(", ")}: ${count(rule_count ?? 0, "rule")}${budgets}${mode}; ${found}\nsnapshot ${policy_snapshot_hash}\n`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
