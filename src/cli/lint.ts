/** The lints of policies that load. */

import type { Diagnostic } from "../kernel/diagnostic.ts";
import type { Snapshot } from "../kernel/rule.ts";

/** Runs every lint; warnings only. Loading does not run them, so that it stays fast. */
export async function lintPolicies(snapshot: Snapshot): Promise<readonly Diagnostic[]> {
  const [{ runLints }, { LINTS }, { KNOWN_TOOLS }, { decideAlone }] = await Promise.all([
    import("../policy/lint/lint.ts"),
    import("../policy/lint/table.ts"),
    import("../intent/tool-table.ts"),
    import("../intent/alone.ts"),
  ]);
  return runLints(LINTS, { snapshot, tools: KNOWN_TOOLS, judge: decideAlone });
}

/** Diagnostics file by file in the order given, then by line, as if they had been found together. */
export function inFileOrder(diagnostics: readonly Diagnostic[], files: readonly string[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
