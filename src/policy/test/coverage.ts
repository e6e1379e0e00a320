/** Which rules decided something in a run of tests, and which never did. */

import type { Snapshot } from "../../kernel/rule.ts";

export interface CoveredRule {
  readonly rule: string;
  /** `policy.toml:12` */
  readonly source: string;
  /** How many cases it decided, alone or with others. */
  readonly decided: number;
}

export interface Coverage {
  readonly rules: readonly CoveredRule[];
  readonly covered: number;
  /** Of all rules, rounded down to a tenth; 100 when there are none. */
  readonly percent: number;
}

/** The rules of one set of policies, with how often each stood in a decision's `matched_rules`. */
export function coverageOf({ policies }: Snapshot, matched: readonly (readonly string[])[]): readonly CoveredRule[] {
  const counts = new Map<string, number>();
  for (const id of matched.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return policies.flatMap(({ source, rules }) =>
    rules.map(({ id, line }) => ({ rule: id, source: `${source}:${line}`, decided: counts.get(id) ?? 0 })),
  );
}

/** The coverage of several sets of policies together; a rule that stands in two of them counts once. */
export function joinCoverage(sets: readonly (readonly CoveredRule[])[]): Coverage {
  const byPlace = new Map<string, CoveredRule>();
  for (const each of sets.flat()) {
    const key = JSON.stringify([each.source, each.rule]);
    byPlace.set(key, { ...each, decided: each.decided + (byPlace.get(key)?.decided ?? 0) });
  }
  const rules = [...byPlace.values()];
  const covered = rules.filter(({ decided }) => decided > 0).length;
  const percent = rules.length === 0 ? 100 : Math.floor((covered * 1000) / rules.length) / 10;
  return { rules, covered, percent };
}
