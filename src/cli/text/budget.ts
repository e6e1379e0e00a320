/** Budgets and what is open, as tables. */

import type { BudgetStanding, OpenStanding } from "../../book/standing.ts";
import type { Movement } from "../../kernel/movement.ts";
import type { Paint } from "./colour.ts";
import { alignedTable } from "./table.ts";

/** What nobody knows. */
const UNKNOWN = "?";

const BUDGET_HEAD = ["BUDGET", "FOR", "SPENT", "RESERVED", "LEFT", "LIMIT", "UNIT", "RESETS"];

export function budgetTable(budgets: readonly BudgetStanding[], paint: Paint): string {
  if (budgets.length === 0) return "no budgets\n";
  return alignedTable({ head: BUDGET_HEAD, rows: budgets.map(budgetRow) }, paint);
}

function budgetRow(standing: BudgetStanding): readonly string[] {
  const { budget, key, spent, reserved, left, limit, unit } = standing;
  const sums = [spent, reserved, left].map((sum) => sum ?? UNKNOWN);
  return [budget, ownersOf(key), ...sums, limit, unit ?? "times", resetOf(standing)];
}

/** The values that tell a balance from the others of its budget. */
function ownersOf(key: string): string {
  const values = (JSON.parse(key) as readonly string[]).join(", ");
  return values === "" ? "all" : values;
}

function resetOf({ window, resets_at, retained }: BudgetStanding): string {
  const when = resets_at ?? (window.kind === "rolling" ? `rolling ${window.length_ms / 1000} s` : WINDOW[window.kind]);
  return retained ? `${when} (of an earlier policy)` : when;
}

const WINDOW = { per_request: "each request", lifetime: "never", calendar: "never" } as const;

const OPEN_HEAD = ["DECISION", "STATE", "PRINCIPAL", "TENANT", "GUARD", "MOVES", "EXPIRES", "CLAIMED"];

/** What was claimed or signed is unknown until its outcome is reported. */
export function openTable(open: readonly OpenStanding[], paint: Paint): string {
  if (open.length === 0) return "nothing is open\n";
  return alignedTable({ head: OPEN_HEAD, rows: open.map(openRow) }, paint);
}

function openRow({ decision, phase, principal, tenant, guard, movements, expires_at, claimed_at }: OpenStanding) {
  const state = phase === "reserved" ? phase : `${phase}, unknown`;
  const moves = movements.map(movementText).join(", ");
  return [decision, state, principal, tenant ?? "-", guard, moves, expires_at ?? "-", claimed_at ?? "-"];
}

function movementText({ amounts }: Movement): string {
  if (amounts === null) return "1 time";
  const known = Object.entries(amounts).map(([unit, amount]) => `${amount} ${unit}`);
  return known.length === 0 ? UNKNOWN : known.join(" = ");
}
