/** Which budgets can cover what moves, found by one of their filters: the others cost nothing, however many there are. */

import { type Budget, valuesOf } from "./budget.ts";
import type { Dimension, Movement } from "./movement.ts";
import { perObject } from "./per-object.ts";

/** Some of the budgets, in their order, and their places in the list of all. */
interface Group {
  readonly budgets: Budget[];
  readonly places: number[];
}

interface Index {
  /** Those without a filter. */
  readonly open: Group;
  readonly filtered: readonly Filtered[];
}

/** Those found by one dimension, by its value. */
interface Filtered {
  readonly dimension: Dimension;
  readonly byValue: ReadonlyMap<string, Group>;
}

/** The dimension by which a budget is found is the first of these that it filters by: those with most values first. */
const FINEST_FIRST: readonly Dimension[] = [
  ...(["principal", "payee", "session", "task", "tool", "tenant", "provider", "group"] as const),
  ...(["action", "asset", "chain"] as const),
];

/** All budgets that cover one of the movements, or may, and some that do not, in their order. */
export function budgetsFor(budgets: readonly Budget[], movements: readonly Movement[]): readonly Budget[] {
  const index = indexOf(budgets);
  if (index.filtered.length === 0) return budgets;
  const groups = groupsFor(index, movements);
  if (groups.length < 2) return groups[0]?.budgets ?? NOTHING;
  const places = new Set<number>();
  for (const group of groups) for (const place of group.places) places.add(place);
  return [...places].sort((a, b) => a - b).map((place) => budgets[place] as Budget);
}

const NOTHING: readonly never[] = Object.freeze([]);

function groupsFor({ open, filtered }: Index, movements: readonly Movement[]): readonly Group[] {
  const groups: Group[] = open.places.length === 0 ? [] : [open];
  for (const { dimensions } of movements) {
    for (const { dimension, byValue } of filtered) {
      const value = dimensions[dimension];
      if (typeof value === "string") addGroup(groups, byValue.get(value));
      // A value that is not known may be any.
      else for (const each of valuesOf(dimensions, dimension) ?? byValue.keys()) addGroup(groups, byValue.get(each));
    }
  }
  return groups;
}

function addGroup(groups: Group[], group: Group | undefined): void {
  if (group !== undefined) groups.push(group);
}

const indexOf: (budgets: readonly Budget[]) => Index = perObject((budgets) => {
  const open: Group = { budgets: [], places: [] };
  const filtered = new Map<Dimension, Map<string, Group>>();
  for (const [place, budget] of budgets.entries()) {
    const { filters } = budget;
    const dimension = FINEST_FIRST.find((each) => Object.hasOwn(filters, each));
    const groups = dimension === undefined ? [open] : groupsOf(filtered, dimension, filters[dimension] ?? []);
    for (const group of groups) {
      group.budgets.push(budget);
      group.places.push(place);
    }
  }
  return { open, filtered: [...filtered].map(([dimension, byValue]) => ({ dimension, byValue })) };
});

/** One for each value, made where there is none. */
function groupsOf(
  filtered: Map<Dimension, Map<string, Group>>,
  dimension: Dimension,
  values: readonly string[],
): readonly Group[] {
  const byValue = filtered.get(dimension) ?? new Map<string, Group>();
  filtered.set(dimension, byValue);
  return [...new Set(values)].map((value) => {
    const group = byValue.get(value) ?? { budgets: [], places: [] };
    byValue.set(value, group);
    return group;
  });
}
