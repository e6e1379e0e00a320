/** What `writ diff` found. Plain JSON: `--json` prints it. */

import type { PolicyDiff } from "../../policy/diff/diff.ts";
import type { DecisionDiff } from "./decisions.ts";

export interface DiffReport extends PolicyDiff {
  /** Null when no calls were given. */
  readonly decisions: DecisionDiff | null;
}

/** True when neither the policies nor their answers differ. */
export function isSame({ rules, others, decisions }: DiffReport): boolean {
  return rules.length + others.length + (decisions?.changed.length ?? 0) === 0;
}
