/** What budgets say of a request: rules B1 to B7 of docs/spec/decision.md, looking through everything each time. */

import type { Facts } from "../../src/kernel/facts.ts";
import type { Dimension, Movement } from "../../src/kernel/movement.ts";
import type { Request } from "../../src/kernel/request.ts";
import type { Snapshot } from "../../src/kernel/rule.ts";

type Budget = Snapshot["budgets"][number];

export interface Heard {
  /** How many balances deny, and how many warn. */
  readonly deny: number;
  readonly warn: number;
}

export const SILENT: Heard = { deny: 0, warn: 0 };

/** B2, B7: the budgets of the snapshot and those that are retained, each balance for itself. */
export function hearBudgets({ movements }: Request, { budgets }: Snapshot, facts: Facts): Heard {
  if (budgets.length === 0) return SILENT;
  const all = [...budgets, ...(facts.retained ?? [])];
  const answers = all.flatMap((budget) => answersOf(budget, movements ?? [{ amounts: {}, dimensions: {} }], facts));
  const count = (answer: string): number => answers.filter((each) => each === answer).length;
  return { deny: count("deny"), warn: count("warn") };
}

function answersOf(budget: Budget, movements: readonly Movement[], facts: Facts): readonly string[] {
  const told = movements.map((movement) => ({ movement, keys: keysOf(budget, movement) }));
  const known = new Set(told.flatMap(({ keys }) => keys ?? []));
  const lost = told.some(({ keys }) => keys === null) ? ["deny"] : []; // B3
  const asked = (key: string) => told.filter(({ keys }) => keys?.includes(key)).map(({ movement }) => movement);
  return [...lost, ...[...known].map((key) => answerOf(budget, [key, asked(key)], facts))];
}

/** B4 to B6 */
function answerOf(budget: Budget, [key, asked]: [string, readonly Movement[]], { windows = [] }: Facts): string {
  const alone = budget.window.kind === "per_request";
  const fact = windows.find((each) => each.budget === budget.id && each.key === key);
  const before = alone ? [] : [fact?.spent ?? null, fact?.reserved ?? null];
  const values = [...before.map(centsOf), ...asked.map((movement) => worthOf(budget, movement))];
  const sum = values.reduce<number>((all, value) => all + (value ?? 0), 0);
  if (sum > 100 * Number(budget.limit) || values.includes(null)) return "deny";
  return budget.soft_limit !== null && sum > 100 * Number(budget.soft_limit) ? "warn" : "within";
}

/** The keys of the balances it belongs to; null where nobody knows. */
function keysOf({ measure, filters, per }: Budget, { amounts, dimensions }: Movement): readonly string[] | null {
  if (measure.kind === "amount" && amounts === null) return [];
  const values = (name: Dimension): readonly string[] | null => {
    const value = dimensions[name];
    return value === undefined ? null : [...new Set(value === null ? [] : [value].flat())];
  };
  const kept = Object.entries(filters).map(([name, allowed]) => {
    const own = values(name as Dimension);
    return own === null ? null : own.some((one) => allowed.includes(one));
  });
  if (kept.includes(false)) return [];
  const lists = per.map(values);
  if (kept.includes(null) || lists.some((list) => list === null || list.length === 0)) return null;
  const tuples = lists.reduce<string[][]>((all, list) => all.flatMap((t) => list!.map((one) => [...t, one])), [[]]);
  return tuples.map((tuple) => JSON.stringify(tuple));
}

/** The generated amounts are whole cents. */
function centsOf(decimal: string | null | undefined): number | null {
  return decimal === null || decimal === undefined ? null : Math.round(100 * Number(decimal));
}

function worthOf({ measure }: Budget, { amounts }: Movement): number | null {
  return measure.kind === "count" ? 100 : centsOf(amounts?.[measure.unit]);
}
