/** The rules of a policy told apart by one field. */

import { type IndexField, type Key, keysOf } from "./lookup-key.ts";
import type { Rule } from "./rule.ts";

/** Up to so many rules, looking at each is cheaper than asking an index. */
const FEW = 4;

/** A rule on its way into the tree. */
export interface Placing {
  readonly rule: Rule;
  readonly rank: number;
  /** What it demands of fields that the path has not asked for yet. */
  readonly keys: readonly Key[];
  /** Bit i: the path to here has decided condition i. */
  readonly covered: number;
}

export function placingOf(rule: Rule, rank: number): Placing {
  return { rule, rank, keys: keysOf(rule), covered: 0 };
}

/** Rules by what they demand of one field; a rule with several values is under each. */
export interface Split {
  readonly field: IndexField;
  readonly groups: ReadonlyMap<string, readonly Placing[]>;
  /** Those that demand nothing of it. */
  readonly rest: readonly Placing[];
}

/** By the field with the most distinct keys; null for a few rules, and when no field is constrained at all. */
export function splitOf(placings: readonly Placing[]): Split | null {
  if (placings.length <= FEW) return null;
  const distinct = new Map<IndexField, Set<string>>();
  for (const { keys } of placings) {
    for (const { field, values } of keys) {
      const seen = distinct.get(field) ?? new Set();
      distinct.set(field, seen);
      for (const value of values) seen.add(value);
    }
  }
  let best: IndexField | null = null;
  for (const [field, seen] of distinct) if (best === null || seen.size > (distinct.get(best)?.size ?? 0)) best = field;
  return best === null ? null : splitBy(placings, best);
}

function splitBy(placings: readonly Placing[], field: IndexField): Split {
  const groups = new Map<string, Placing[]>();
  const rest: Placing[] = [];
  for (const placing of placings) {
    const key = placing.keys.find((each) => each.field === field);
    if (key === undefined) rest.push(placing);
    else place(groups, placing, key);
  }
  return { field, groups, rest };
}

function place(groups: Map<string, Placing[]>, { rule, rank, keys, covered }: Placing, key: Key): void {
  const below: Placing = { rule, rank, keys: keys.filter((each) => each !== key), covered: covered | key.covers };
  for (const value of key.values) {
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [below]);
    else group.push(below);
  }
}
