/**
 * The index over the rules of one policy: a decision visits what can match, not what exists.
 *
 * A tree whose inner nodes each ask for one field: by value (a Map), by pattern (a glob set), or by entity and its
 * ancestors. A rule that does not constrain the field hangs under `rest`. What a visit finds may still fail a condition its path did not cover.
 */

import { type Candidate, candidateOf } from "./candidate.ts";
import { SCALARS, type Scalar } from "./condition.ts";
import { buildGlobMemo, buildGlobSet, type GlobMemo, type GlobSet } from "./glob-memo.ts";
import { type ByEntity, byEntity } from "./lookup-entity.ts";
import { isEntityField, isValueField, type PatternField, type ValueField } from "./lookup-key.ts";
import { type Placing, placingOf, type Split, splitOf } from "./lookup-split.ts";
import type { Rule } from "./rule.ts";

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

export function buildLookup(rules: readonly Rule[]): Node | null {
  return build(rules.map(placingOf));
}

function build(placings: readonly Placing[]): Node | null {
  const [first] = placings;
  if (first === undefined) return null;
  if (placings.length === 1) return settle(first);
  const split = splitOf(placings);
  if (split === null) return { kind: "rules", candidates: placings.map(settle) };
  const { field, groups } = split;
  const rest = build(split.rest);
  if (isValueField(field)) return byValue(field, groups, rest);
  if (isEntityField(field)) return byEntity(field, childrenOf(groups), rest);
  const patterns = [...groups.keys()];
  const children = [...groups.values()].map((group) => build(group) as Node);
  const set = field === "args" ? buildGlobSet(patterns) : null;
  const memo = field === "args" ? null : buildGlobMemo(patterns);
  return { kind: "pattern", field, patterns, set, memo, folded: null, children, rest };
}

function byValue(field: ValueField, groups: Split["groups"], rest: Node | null): ByValue {
  return { kind: "value", field, read: SCALARS.get(field) as Scalar, children: childrenOf(groups), rest };
}

function childrenOf(groups: Split["groups"]): ReadonlyMap<string, Node> {
  const children = new Map<string, Node>();
  for (const [value, group] of groups) children.set(value, build(group) as Node);
  return children;
}

function settle({ rule, rank, covered }: Placing): Candidate {
  return candidateOf(rule, rank, covered);
}
