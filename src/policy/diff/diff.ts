/** What differs between two snapshots: rules by id, and everything beside the rules. */

import { canonical } from "../../kernel/canonical.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Snapshot } from "../../kernel/rule.ts";
import { conditionText } from "./condition-text.ts";
import { groupBy } from "./group.ts";
import { listTables } from "./list-table.ts";
import { moved } from "./order.ts";
import { type Placed, pairRules } from "./pair.ts";

/** One thing that was `old` and is `new`; null where it was not, or is no more. */
export interface Change {
  readonly what: string;
  readonly old: string | null;
  readonly new: string | null;
}

export interface RuleDiff {
  readonly rule: string;
  readonly kind: "added" | "removed" | "changed";
  readonly effect: Effect;
  /** `policy.toml:12` of the new rule; of the old one if it was removed. */
  readonly source: string;
  /** Of a rule that was changed: effect, tier, conditions, order and the like. */
  readonly changes: readonly Change[];
  readonly conditions: readonly string[];
}

export interface PolicyDiff {
  readonly rules: readonly RuleDiff[];
  /** Mode, settings, tools, classifications and budgets. */
  readonly others: readonly Change[];
}

/** Compares two snapshots. Names of files do not count, nor does the place of a rule where order has no meaning. */
export function diffPolicies(before: Snapshot, after: Snapshot): PolicyDiff {
  const { both, removed, added } = pairRules(before, after);
  const orders = orderChanges(both);
  const changed = both.map(([old, now]) => ({ now, changes: [...ruleChanges(old, now), ...(orders.get(now) ?? [])] }));
  return {
    rules: [
      ...removed.map((placed) => ruleDiff(placed, "removed")),
      ...changed
        .filter(({ changes }) => changes.length > 0)
        .map(({ now, changes }) => ruleDiff(now, "changed", changes)),
      ...added.map((placed) => ruleDiff(placed, "added")),
    ],
    others: otherChanges(before, after),
  };
}

function ruleDiff({ rule, policy }: Placed, kind: RuleDiff["kind"], changes: readonly Change[] = []): RuleDiff {
  const { id, effect, when, line } = rule;
  return { rule: id, kind, effect, source: `${policy.source}:${line}`, changes, conditions: when.map(conditionText) };
}

/** What of a rule is compared: a name, and the text to compare. */
const ASPECTS: readonly (readonly [what: string, read: (placed: Placed) => string | null])[] = [
  ["effect", ({ rule }) => rule.effect],
  ["tier", ({ rule }) => rule.tier],
  ["strategy", ({ policy }) => policy.combine],
  ["reason", ({ rule }) => rule.reason],
  ["code", ({ rule }) => rule.code],
];

function ruleChanges(old: Placed, now: Placed): readonly Change[] {
  const aspects = ASPECTS.flatMap(([what, read]) => changeOf(what, read(old), read(now)));
  return [...aspects, ...conditionChanges(old, now)];
}

function changeOf(what: string, old: string | null, now: string | null): readonly Change[] {
  return old === now ? [] : [{ what, old, new: now }];
}

function conditionChanges(old: Placed, now: Placed): readonly Change[] {
  // What one key of a file says of a tool is one condition of an allow, and another one of a deny.
  const keyOf = old.rule.effect === now.rule.effect ? canonical : conditionText;
  const [before, after] = [old, now].map(({ rule }) => new Map(rule.when.map((each) => [keyOf(each), each])));
  const gone = [...(before ?? [])].filter(([key]) => after?.has(key) !== true);
  const come = [...(after ?? [])].filter(([key]) => before?.has(key) !== true);
  return [
    ...gone.map(([, condition]): Change => ({ what: "condition", old: conditionText(condition), new: null })),
    ...come.map(([, condition]): Change => ({ what: "condition", old: null, new: conditionText(condition) })),
  ];
}

type Pair = readonly [before: Placed, after: Placed];

/** Rules that were moved past others of their policy; a change of tier moves a rule too, and says so itself. */
function orderChanges(both: readonly Pair[]): ReadonlyMap<Placed, readonly Change[]> {
  const ordered = both.filter(([old, now]) => isOrdered(old) && isOrdered(now) && old.rule.tier === now.rule.tier);
  const together = groupBy(ordered, ([old]) => old.policy);
  const groups = [...together.values()].flatMap((pairs) => [...groupBy(pairs, ([, now]) => now.policy).values()]);
  return new Map(groups.flatMap(strayed));
}

function isOrdered({ policy }: Placed): boolean {
  return policy.combine === "first_match";
}

/** Of rules that stand together before and after, those that were moved. */
function strayed(pairs: readonly Pair[]): readonly (readonly [Placed, readonly Change[]])[] {
  const before = placesOf(pairs[0]?.[0]);
  const after = placesOf(pairs[0]?.[1]);
  const inOrder = pairs
    .map(([old, now]) => ({ now, old: before(old), new: after(now) }))
    .toSorted((a, b) => a.new - b.new);
  const strays = moved(inOrder.map(({ old }) => old));
  return inOrder
    .filter(({ old }) => strays.has(old))
    .map((each) => [each.now, [{ what: "order", old: `place ${each.old}`, new: `place ${each.new}` }]] as const);
}

/** The places of rules in a policy, from 1. */
function placesOf(placed: Placed | undefined): (placed: Placed) => number {
  const places = new Map(placed?.policy.rules.map((rule, index) => [rule, index + 1]));
  return ({ rule }) => places.get(rule) ?? 0;
}

function otherChanges(before: Snapshot, after: Snapshot): readonly Change[] {
  return [
    ...changeOf("approval_mode", before.mode, after.mode),
    ...tableChanges("settings", before.settings, after.settings),
    ...tableChanges("tools", before.tools, after.tools),
    ...tableChanges("classify", classifyTable(before), classifyTable(after)),
    ...tableChanges("budgets", budgetTable(before), budgetTable(after)),
    ...listChanges(before, after),
    ...tableChanges("", restOf(before), restOf(after)),
  ];
}

function listChanges(before: Snapshot, after: Snapshot): readonly Change[] {
  const tables = new Map(listTables(after));
  return listTables(before).flatMap(([name, table]) => tableChanges(name, table, tables.get(name) ?? {}));
}

/** Whatever else a snapshot holds, as a whole. */
function restOf(snapshot: Snapshot): object {
  const { semantics, hash, sources, policies, mode, tools, classify, budgets, settings, ...rest } = snapshot;
  const { register, assets, ...others } = rest;
  return others;
}

function tableChanges(name: string, before: object, after: object): readonly Change[] {
  const [old, now] = [before, after].map((table) => new Map(Object.entries(table)));
  const keys = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...keys].flatMap((key) =>
    changeOf(name === "" ? key : `${name}.${key}`, textOf(old?.get(key)), textOf(now?.get(key))),
  );
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : canonical(value);
}

function budgetTable({ budgets }: Snapshot): Readonly<Record<string, unknown>> {
  return Object.fromEntries(budgets.map(({ id, ...budget }) => [id, budget]));
}

/** Several rows may be about one tool. */
function classifyTable({ classify }: Snapshot): Readonly<Record<string, unknown>> {
  const names = classify.map(({ server, tool }) => (server === null ? tool : `${server}/${tool}`));
  return Object.fromEntries([...new Set(names)].map((name) => [name, classify.filter((_, i) => names[i] === name)]));
}
