/** Which budgets can cover what moves, found by one of their filters: the others cost nothing, however many there are. */

import { type Budget, valuesOf } from "./budget.ts";
import type { Dimension, Movement } from "./movement.ts";

/** Places in the list of budgets. */
type Places = readonly number[];

interface Index {
  /** Of budgets without a filter. */
  readonly open: Places;
  readonly filtered: ReadonlyMap<Dimension, ReadonlyMap<string, Places>>;
}

/** The dimension by which a budget is found is the first of these that it filters by: those with most values first. */
const FINEST_FIRST: readonly Dimension[] = [
  ...(["principal", "payee", "session", "task", "tool", "tenant", "provider", "group"] as const),
  ...(["action", "asset", "chain"] as const),
];

const indexes = new WeakMap<readonly Budget[], Index>();

/** All budgets that cover one of the movements, or may, and some that do not, in their order. */
export function budgetsFor(budgets: readonly Budget[], movements: readonly Movement[]): readonly Budget[] {
  const { open, filtered } = indexOf(budgets);
  if (filtered.size === 0) return budgets;
  const found = new Set(open);
  for (const { dimensions } of movements) {
    for (const [dimension, byValue] of filtered) {
      // A value that is not known may be any.
      for (const value of valuesOf(dimensions, dimension) ?? byValue.keys())
        for (const place of byValue.get(value) ?? []) found.add(place);
    }
  }
  return [...found].sort((a, b) => a - b).map((place) => budgets[place] as Budget);
}

function indexOf(budgets: readonly Budget[]): Index {
  const known = indexes.get(budgets);
  if (known !== undefined) return known;
  const open: number[] = [];
  const filtered = new Map<Dimension, Map<string, number[]>>();
  for (const [place, { filters }] of budgets.entries()) {
    const dimension = FINEST_FIRST.find((each) => Object.hasOwn(filters, each));
    if (dimension === undefined) open.push(place);
    else for (const value of filters[dimension] ?? []) add(filtered, [dimension, value], place);
  }
  const made = { open, filtered };
  indexes.set(budgets, made);
  return made;
}

function add(filtered: Map<Dimension, Map<string, number[]>>, [dimension, value]: [Dimension, string], place: number) {
  const byValue = filtered.get(dimension) ?? new Map<string, number[]>();
  filtered.set(dimension, byValue);
  const places = byValue.get(value);
  if (places === undefined) byValue.set(value, [place]);
  else places.push(place);
}
