/**
 * The index over the rules of one policy: a decision visits what can match, not what exists.
 *
 * A tree whose inner nodes each ask for one field: by value (a Map), by pattern (a glob set), or by entity and its
 * ancestors. A rule that does not constrain the field hangs under `rest`. What a visit finds may still fail a condition its path did not cover.
 */

import { buildGlobMemo, buildGlobSet } from "#glob-set";
import { type Candidate, candidateOf, MASKED } from "./candidate.ts";
import { SCALARS, type Scalar } from "./condition.ts";
import type { Uid } from "./expression.ts";
import { foldGlob } from "./glob.ts";
import type { GlobMemo, GlobSet } from "./glob-list.ts";
import { type ByEntity, byEntity, type EntityField, entityKey, isEntityField } from "./lookup-entity.ts";
import type { Condition, Rule } from "./rule.ts";

export interface ByValue {
  readonly kind: "value";
  readonly field: string;
  readonly read: Scalar;
  readonly children: ReadonlyMap<string, Node>;
  readonly rest: Node | null;
}

export interface ByPattern {
  readonly kind: "pattern";
  readonly field: PatternField;
  readonly patterns: readonly string[];
  /** Of arguments. */
  readonly set: GlobSet | null;
  /** Of names, which keep coming back. */
  readonly memo: GlobMemo | null;
  /** The lower-cased patterns, built when the first lower-cased path asks. */
  folded: GlobSet | null;
  readonly children: readonly Node[];
  readonly rest: Node | null;
}

export interface Several {
  readonly kind: "rules";
  readonly candidates: readonly Candidate[];
}

export type Node = Candidate | Several | ByValue | ByPattern | ByEntity;

/** Fields asked by pattern. Names are indexed lower-cased, for restrictions know them so. */
const PATTERN_FIELDS = ["tool", "name", "args"] as const;
type PatternField = (typeof PATTERN_FIELDS)[number];

const VALUE_FIELDS = ["action", "tenant", "currency"] as const;
type ValueField = (typeof VALUE_FIELDS)[number];

type IndexField = PatternField | ValueField | EntityField;

/** Below this many rules, looking at each is cheaper than asking an index. */
const FEW = 4;

export function buildLookup(rules: readonly Rule[]): Node | null {
  return build(rules.map((rule, rank) => ({ rule, rank, keys: keysOf(rule), covered: 0 })));
}

/** A rule on its way into the tree. */
interface Placing {
  readonly rule: Rule;
  readonly rank: number;
  /** What it demands of fields that the path has not asked for yet. */
  readonly keys: readonly Key[];
  readonly covered: number;
}

interface Key {
  readonly field: IndexField;
  readonly values: readonly string[];
  /** The entities that the values stand for, if they do. */
  readonly uids: readonly Uid[] | null;
  /** The bit that a path through this key covers; 0 where it does not decide the condition. */
  readonly covers: number;
}

function keysOf(rule: Rule): readonly Key[] {
  const keys: Key[] = [];
  for (let at = 0; at < rule.when.length; at++) {
    const key = keyOf(rule.when[at] as Condition, rule, at < MASKED ? 1 << at : 0);
    if (key !== null && !keys.some(({ field }) => field === key.field)) keys.push(key);
  }
  return keys;
}

function keyOf(condition: Condition, { effect }: Rule, bit: number): Key | null {
  if ("slot" in condition) return entityKey(condition, bit);
  if (!("field" in condition)) return null;
  const { field } = condition;
  if (field === "tool" || field === "plain" || field === "name") {
    const asked = patternsOf(condition);
    if (asked === null || asked.length === 0) return null;
    // A negated class means something else on a folded name, and an allow is sure of exact names only.
    if (effect === "allow" && asked.some((pattern) => pattern.includes("["))) return null;
    const values = asked.map(foldGlob);
    // An allow is certain of a name found lower-cased only where nothing was lower-cased; see startVisit.
    const isSame = values.every((value, i) => value === asked[i]);
    return {
      field: field === "name" ? field : "tool",
      values,
      uids: null,
      covers: effect !== "allow" || isSame ? bit : 0,
    };
  }
  const values = field === "args" ? patternsOf(condition) : isValueField(field) ? valuesOf(condition) : null;
  // Without values there is no place in the tree, but the condition may still be unknown.
  return values === null || values.length === 0
    ? null
    : { field: field as IndexField, values, uids: null, covers: bit };
}

function isValueField(field: string): field is ValueField {
  return field === "tenant" || field === "currency" || field === "action";
}

function valuesOf(condition: Condition): readonly string[] | null {
  if (condition.kind === "equal") return [condition.value];
  return condition.kind === "one_of" ? condition.values : null;
}

/** A plain value is a pattern when it has no character that a pattern gives a meaning. */
function patternsOf(condition: Condition): readonly string[] | null {
  if (condition.kind === "glob") return [condition.pattern];
  const values = valuesOf(condition);
  return values?.some((value) => /[*?[]/.test(value)) ? null : values;
}

function build(placings: readonly Placing[]): Node | null {
  const [first] = placings;
  if (first === undefined) return null;
  if (placings.length === 1) return settle(first);
  const split = placings.length <= FEW ? null : bestSplit(placings);
  if (split === null) return { kind: "rules", candidates: placings.map(settle) };
  const { field, groups } = split;
  const rest = build(split.rest);
  if (isValueField(field)) return byValue(field, groups, rest);
  if (isEntityField(field)) return byEntity(field, { children: childrenOf(groups), uids: split.uids }, rest);
  const patterns = [...groups.keys()];
  const children = [...groups.values()].map((group) => build(group) as Node);
  const set = field === "args" ? buildGlobSet(patterns) : null;
  const memo = field === "args" ? null : buildGlobMemo(patterns);
  return { kind: "pattern", field, patterns, set, memo, folded: null, children, rest };
}

function byValue(field: ValueField, groups: Groups, rest: Node | null): ByValue {
  return { kind: "value", field, read: SCALARS.get(field) as Scalar, children: childrenOf(groups), rest };
}

function childrenOf(groups: Groups): ReadonlyMap<string, Node> {
  const children = new Map<string, Node>();
  for (const [value, group] of groups) children.set(value, build(group) as Node);
  return children;
}

function settle({ rule, rank, covered }: Placing): Candidate {
  return candidateOf(rule, rank, covered);
}

type Groups = ReadonlyMap<string, readonly Placing[]>;

interface Split {
  readonly field: IndexField;
  readonly groups: Groups;
  /** The entities that keys of groups stand for. */
  readonly uids: ReadonlyMap<string, Uid>;
  readonly rest: readonly Placing[];
}

/** By the field with the most distinct keys; null when no field is constrained at all. */
function bestSplit(placings: readonly Placing[]): Split | null {
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
  const uids = new Map<string, Uid>();
  const rest: Placing[] = [];
  for (const placing of placings) {
    const key = placing.keys.find((each) => each.field === field);
    if (key === undefined) {
      rest.push(placing);
      continue;
    }
    place(groups, placing, key);
    if (key.uids !== null) name(uids, key.values, key.uids);
  }
  return { field, groups, uids, rest };
}

function name(uids: Map<string, Uid>, values: readonly string[], named: readonly Uid[]): void {
  for (let i = 0; i < values.length; i++) uids.set(values[i] as string, named[i] as Uid);
}

/** A rule with several values stands under each. */
function place(groups: Map<string, Placing[]>, { rule, rank, keys, covered }: Placing, key: Key): void {
  const below: Placing = { rule, rank, keys: keys.filter((each) => each !== key), covered: covered | key.covers };
  for (const value of key.values) {
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [below]);
    else group.push(below);
  }
}
