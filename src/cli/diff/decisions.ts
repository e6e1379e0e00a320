/** Which calls two policies answer differently. */

import { sha256 } from "#sha256";
import { decidePrepared, prepare } from "../../intent/record.ts";
import type { Decision } from "../../kernel/decision.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Snapshot } from "../../kernel/rule.ts";
import type { Recorded } from "./recorded.ts";

/** An answer, as far as it is compared and shown. */
export interface Verdict {
  readonly decision: Effect;
  readonly deny_code: string | null;
  readonly matched_rules: readonly string[];
}

export interface ChangedDecision {
  /** Line of the file of calls from 1, or number of the entry. */
  readonly number: number;
  readonly call: unknown;
  readonly old: Verdict;
  readonly new: Verdict;
}

export interface DecisionDiff {
  /** How many calls were decided. */
  readonly calls: number;
  readonly changed: readonly ChangedDecision[];
}

export interface Sides {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Decides every call under both; another answer or another code is a change, another rule that says the same is none. */
export async function diffDecisions(calls: AsyncIterable<Recorded>, { before, after }: Sides): Promise<DecisionDiff> {
  const changed: ChangedDecision[] = [];
  let count = 0;
  for await (const recorded of calls) {
    count++;
    const [old, now] = [decideUnder(before, recorded), decideUnder(after, recorded)];
    if (old.decision === now.decision && old.deny_code === now.deny_code) continue;
    changed.push({ number: recorded.number, call: recorded.shown, old: verdictOf(old), new: verdictOf(now) });
  }
  return { calls: count, changed };
}

function decideUnder(snapshot: Snapshot, { received, facts, links, time }: Recorded): Decision {
  const resolve = (path: string): string | null => (Object.hasOwn(links, path) ? (links[path] ?? null) : null);
  return decidePrepared(prepare(received, { snapshot, resolve, sha256 }), facts, time);
}

function verdictOf({ decision, deny_code, matched_rules }: Decision): Verdict {
  return { decision, deny_code, matched_rules };
}
