/** Which rules of two snapshots are the same one. */

import type { Policy, Rule, Snapshot } from "../../kernel/rule.ts";
import { groupBy } from "./group.ts";

/** A rule with its policy. */
export interface Placed {
  readonly rule: Rule;
  readonly policy: Policy;
}

export interface Pairs {
  readonly both: readonly (readonly [before: Placed, after: Placed])[];
  readonly removed: readonly Placed[];
  readonly added: readonly Placed[];
}

/** By id and content, then by content where an id is a mere number, then by id, then by such a number. */
export function pairRules(before: Snapshot, after: Snapshot): Pairs {
  const left: Left = { removed: placedRules(before), added: placedRules(after), both: [] };
  for (const key of KEYS) pairBy(key, left);
  return left;
}

interface Left {
  removed: readonly Placed[];
  added: readonly Placed[];
  both: readonly (readonly [Placed, Placed])[];
}

/** Rules with equal keys are one; null for a rule that this key says nothing about. */
type Key = (placed: Placed) => string | null;

const KEYS: readonly Key[] = [
  (placed) => JSON.stringify([placed.rule.id, contentOf(placed)]),
  // A rule without id and name is called by its place, which changes when another one is put before it.
  (placed) => (NUMBER.test(placed.rule.id) ? contentOf(placed) : null),
  ({ rule }) => rule.id,
  ({ rule }) => NUMBER.exec(rule.id)?.[0] ?? null,
];

/** How an id ends that is but the file's stem and the rule's number. */
const NUMBER = /#\d+$/;

function placedRules({ policies }: Snapshot): readonly Placed[] {
  return policies.flatMap((policy) => policy.rules.map((rule) => ({ rule, policy })));
}

function contentOf({ rule, policy }: Placed): string {
  const { effect, tier, when, reason, code } = rule;
  return JSON.stringify([policy.about, effect, tier, when, reason, code]);
}

function pairBy(key: Key, left: Left): void {
  const waiting = groupBy(left.added, key);
  waiting.delete(null);
  const found = new Map<Placed, Placed>();
  for (const placed of left.removed) {
    const partner = waiting.get(key(placed))?.shift();
    if (partner !== undefined) found.set(placed, partner);
  }
  const taken = new Set(found.values());
  left.both = [...left.both, ...found];
  left.removed = left.removed.filter((placed) => !found.has(placed));
  left.added = left.added.filter((placed) => !taken.has(placed));
}
