/** The tables `[[budgets]]`: how much may move, or how often, within a stretch of time. */

import type { Budget, Measure } from "../kernel/budget.ts";
import type { Dimension } from "../kernel/movement.ts";
import { checkBudget } from "./budget-check.ts";
import { type BudgetFields, readBudgetFields } from "./budget-fields.ts";
import { lineOf, type Read } from "./reading.ts";

/** A budget and where it stands. */
export interface PlacedBudget {
  readonly budget: Budget;
  /** JSON Pointer in the file. */
  readonly pointer: string;
  /** From 1. */
  readonly line: number;
}

/** Reads one budget; what is wrong with it is reported, and it is left out. */
export const readBudget: Read<PlacedBudget> = (value, pointer, reading) => {
  const fields = readBudgetFields(value, pointer, reading);
  if (fields === undefined || !checkBudget(fields, pointer, reading)) return;
  const budget = budgetOf(fields);
  return budget === null ? undefined : { budget, pointer, line: lineOf(reading, pointer) };
};

/** Null when a key that is needed was refused. */
function budgetOf(fields: BudgetFields): Budget | null {
  const { id, limit, window, soft_limit = null, zone = "", per = [], filters = [] } = fields;
  const measure = measureOf(fields);
  if (id === undefined || limit === undefined || window === undefined || measure === null) return null;
  return {
    id,
    measure,
    limit,
    soft_limit,
    window: window.kind === "calendar" ? { ...window, zone } : window,
    per,
    filters: Object.fromEntries(filters) as Partial<Record<Dimension, readonly string[]>>,
  };
}

function measureOf({ measure, currency, asset }: BudgetFields): Measure | null {
  if (measure === "count") return { kind: "count" };
  const unit = currency ?? asset;
  return unit === undefined ? null : { kind: "amount", unit };
}
