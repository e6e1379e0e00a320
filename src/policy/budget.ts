/** The tables `[[budgets]]`: how much may move, or how often, within a stretch of time. */

import type { Budget, Measure } from "../kernel/budget.ts";
import { quoted } from "../kernel/json-error.ts";
import type { Dimension } from "../kernel/movement.ts";
import { checkBudget } from "./budget-check.ts";
import { type BudgetFields, readBudgetFields } from "./budget-fields.ts";
import { lineOf, type Read, type Reading, report } from "./reading.ts";

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

/** Refuses zones that the runtime does not know: their budgets could never be computed. */
export function checkZones(
  budgets: readonly PlacedBudget[],
  reading: Reading,
  isZone: (zone: string) => boolean,
): void {
  for (const { budget, pointer } of budgets) {
    const { window } = budget;
    if (window.kind !== "calendar" || isZone(window.zone)) continue;
    const message = `no time zone ${quoted(window.zone)} is known here`;
    const help = "take a name of the IANA database, such as `Europe/Berlin`, or `UTC`";
    report(reading, `${pointer}/zone`, { code: "budget.unknown_zone", message, help });
  }
}

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
