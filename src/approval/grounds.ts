/** What an approval was given under: every rule and setting, but not who the approvers are, nor where a rule stands. */

import { canonical } from "../kernel/canonical.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Snapshot } from "../kernel/rule.ts";

/** Expressions are trees. */
const MAX_DEPTH = 1024;

const known = new WeakMap<Snapshot, string>();

/** `0x` and a hash. An approver may come or go and an ask stays good; a change of the rules makes it stale. */
export function groundsOf(snapshot: Snapshot, sha256: Sha256): string {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const { approvers: _approvers, hash: _hash, sources: _sources, ...ground } = snapshot;
  const policies = ground.policies.map((policy) => ({
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, line: 0 })),
  }));
  const made = `0x${sha256(canonical({ ...ground, policies }, MAX_DEPTH))}`;
  known.set(snapshot, made);
  return made;
}
