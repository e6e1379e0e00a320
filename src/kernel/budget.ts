/** A budget, and which of its balances a movement belongs to; docs/spec/budget.md. */

import { toUnits } from "./exact.ts";
import type { Dimension, Dimensions, Movement } from "./movement.ts";
import { plus, type Total, ZERO } from "./total.ts";
import type { Window } from "./window.ts";

export type Measure = { readonly kind: "amount"; readonly unit: string } | { readonly kind: "count" };

/** The part of a budget that its sums depend on. */
export interface Scope {
  readonly measure: Measure;
  readonly window: Window;
  /** One balance for each combination of values of these; none is one balance for all. */
  readonly per: readonly Dimension[];
  /** Only movements with one of the values in each of these count. */
  readonly filters: Readonly<Partial<Record<Dimension, readonly string[]>>>;
}

/** As it stands in a snapshot. */
export interface Budget extends Scope {
  readonly id: string;
  /** Canonical decimals; what equals the limit passes. */
  readonly limit: string;
  /** Beyond it a decision carries a warning. */
  readonly soft_limit: string | null;
}

/** What something adds to one balance. */
export interface Share {
  readonly key: string;
  readonly asked: Total;
}

/** What some movements add to the balances of a budget, each key once. */
export interface Shares {
  readonly known: readonly Share[];
  /** What belongs to the budget, but nobody knows to which balance: it counts in every one. */
  readonly anywhere: Total | null;
}

/**
 * The keys of the balances a movement belongs to: none if the budget does not cover it, several if a dimension has
 * several values, `unknown` if a dimension that decides it is not known (or, for `per`, is none).
 */
export function keysOf(budget: Scope, movement: Movement): readonly string[] | "unknown" {
  if (budget.measure.kind === "amount" && movement.amounts === null) return [];
  const covered = passes(budget, movement.dimensions);
  if (covered === false) return [];
  const only = covered === true ? onlyKey(budget.per, movement.dimensions) : null;
  if (only !== null) return [only];
  const values = budget.per.map((dimension) => valuesOf(movement.dimensions, dimension));
  if (covered === "unknown" || values.some((some) => some === null || some.length === 0)) return "unknown";
  // A list of texts is canonical as every engine writes it.
  return combinations(values as readonly (readonly string[])[]).map((one) => JSON.stringify(one));
}

/** The key by one dimension that has one value, as most have. */
function onlyKey(per: readonly Dimension[], dimensions: Dimensions): string | null {
  const dimension = per[0];
  if (dimension === undefined || per.length > 1 || !Object.hasOwn(dimensions, dimension)) return null;
  const value = dimensions[dimension];
  return typeof value === "string" ? keyOf(value) : null;
}

/** The last key, and what it was made of: one decision asks for the same key several times. */
let lastKey: { readonly value: string; readonly key: string } = { value: "", key: '[""]' };

function keyOf(value: string): string {
  if (value !== lastKey.value) lastKey = { value, key: JSON.stringify([value]) };
  return lastKey.key;
}

const NO_SHARES: Shares = { known: [], anywhere: null };

/** What a movement adds to each of its balances: one, or its value in the budget's unit. */
export function measured(measure: Measure, movement: Movement): Total {
  if (measure.kind === "count") return ONE;
  const amounts = movement.amounts ?? {};
  const amount = Object.hasOwn(amounts, measure.unit) ? amounts[measure.unit] : undefined;
  return amount === undefined ? MISSING : { units: toUnits(amount), unknown: 0 };
}

/** What all movements of a request together add to the balances of a budget. */
export function sharesOf(budget: Scope, movements: readonly Movement[]): Shares {
  const [only] = movements;
  // Most requests move one thing, and the keys of one movement differ.
  if (only !== undefined && movements.length === 1) return shareOf(budget, only);
  const known = new Map<string, Total>();
  let anywhere: Total | null = null;
  for (const movement of movements) {
    const keys = keysOf(budget, movement);
    if (keys.length === 0) continue;
    const value = measured(budget.measure, movement);
    if (keys === "unknown") anywhere = plus(anywhere ?? ZERO, value);
    else for (const key of keys) known.set(key, plus(known.get(key) ?? ZERO, value));
  }
  return { known: [...known].map(([key, asked]) => ({ key, asked })), anywhere };
}

function shareOf(budget: Scope, movement: Movement): Shares {
  const keys = keysOf(budget, movement);
  if (keys.length === 0) return NO_SHARES;
  const asked = measured(budget.measure, movement);
  if (keys === "unknown") return { known: [], anywhere: asked };
  return { known: keys.map((key) => ({ key, asked })), anywhere: null };
}

/** The dimensions that must be known to tell which balance a movement belongs to, and are not. */
export function unclearIn(budget: Scope, { dimensions }: Movement): readonly Dimension[] {
  const isUnknown = (dimension: Dimension): boolean => valuesOf(dimensions, dimension) === null;
  const filters = Object.keys(budget.filters) as Dimension[];
  const per = budget.per.filter((dimension) => !valuesOf(dimensions, dimension)?.length);
  return [...new Set([...filters.filter(isUnknown), ...per])];
}

const ONE: Total = { units: toUnits("1"), unknown: 0 };
const MISSING: Total = { units: 0n, unknown: 1 };

/** A filter that plainly fails settles it, whatever another one lacks. */
function passes(budget: Scope, dimensions: Dimensions): boolean | "unknown" {
  let covered: boolean | "unknown" = true;
  for (const dimension of Object.keys(budget.filters) as Dimension[]) {
    const allowed = budget.filters[dimension] as readonly string[];
    const value = Object.hasOwn(dimensions, dimension) ? dimensions[dimension] : undefined;
    if (typeof value === "string") {
      if (allowed.includes(value)) continue;
      return false;
    }
    const values = valuesOf(dimensions, dimension);
    if (values === null) covered = "unknown";
    else if (!values.some((value) => allowed.includes(value))) return false;
  }
  return covered;
}

/** The values of a movement in a dimension, each once; null when not known. */
export function valuesOf(dimensions: Dimensions, dimension: Dimension): readonly string[] | null {
  const value = Object.hasOwn(dimensions, dimension) ? dimensions[dimension] : undefined;
  if (value === undefined) return null;
  if (value === null) return [];
  return typeof value === "string" ? [value] : [...new Set(value)];
}

function combinations(values: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return values.reduce<readonly (readonly string[])[]>(
    (all, some) => all.flatMap((one) => some.map((value) => [...one, value])),
    [[]],
  );
}
