/** Whether the budgets that cover a request have room for what it would move: docs/spec/budget.md, "Checking". */

import { budgetsFor } from "#lookup";
import { parseDecimal } from "./amount.ts";
import { type Budget, keysOf, type Share, sharesOf, unclearIn } from "./budget.ts";
import { type Verdict, wouldExceed } from "./budget-room.ts";
import { toUnits } from "./exact.ts";
import type { Facts, WindowFact } from "./facts.ts";
import type { Dimension, Movement } from "./movement.ts";
import type { Request } from "./request.ts";
import type { Snapshot } from "./rule.ts";
import { type Total, ZERO } from "./total.ts";

/** One balance that a request would move something in. */
export interface BudgetCheck {
  readonly budget: Budget;
  /** Null: something belongs to the budget, and nobody knows to which of its balances. */
  readonly key: string | null;
  /** The dimensions that would have to be known to say to which. */
  readonly unclear: readonly Dimension[];
  readonly spent: Total;
  readonly reserved: Total;
  /** All that the request would move in the balance. */
  readonly asked: Total;
  /** RFC 3339; null is without end, or not known. */
  readonly to: string | null;
  readonly verdict: Verdict;
}

/** What stands for a part that nobody knows. */
const MISSING: Total = { units: 0n, unknown: 1 };

const NONE: readonly never[] = Object.freeze([]);

/** A request that does not say what it moves may move anything. */
const ANYTHING: readonly Movement[] = [{ amounts: {}, dimensions: {} }];

/** Every balance of every budget that covers the request, in the order of the budgets; those of the snapshot first. */
export function checkBudgets(request: Request, { budgets }: Snapshot, facts: Facts): readonly BudgetCheck[] {
  const movements = request.movements ?? ANYTHING;
  const covering = budgetsFor(budgets, movements);
  const inForce = facts.retained === undefined ? covering : [...covering, ...facts.retained];
  const checks: BudgetCheck[] = [];
  for (const budget of inForce) addChecks(checks, { budget, movements, windows: facts.windows ?? NONE });
  return checks;
}

interface Case {
  readonly budget: Budget;
  readonly movements: readonly Movement[];
  readonly windows: readonly WindowFact[];
}

function addChecks(checks: BudgetCheck[], { budget, movements, windows }: Case): void {
  const { known, anywhere } = sharesOf(budget, movements);
  for (const share of known) checks.push(checkBalance(budget, share, windows));
  if (anywhere === null) return;
  const somewhere = { key: null, spent: MISSING, reserved: ZERO, asked: anywhere, to: null };
  checks.push({ budget, ...somewhere, unclear: unclear(budget, movements), verdict: { kind: "unknown" } });
}

function unclear(budget: Budget, movements: readonly Movement[]): readonly Dimension[] {
  const lost = movements.filter((movement) => keysOf(budget, movement) === "unknown");
  return [...new Set(lost.flatMap((movement) => unclearIn(budget, movement)))];
}

function checkBalance(budget: Budget, { key, asked }: Share, windows: readonly WindowFact[]): BudgetCheck {
  const { spent, reserved, to } = standsIn(budget, key, windows);
  const verdict = wouldExceed(budget, { spent, reserved, candidate: asked });
  return { budget, key, unclear: NONE, spent, reserved, asked, to, verdict };
}

/** What other requests move is no matter of a limit on each; of any other budget a balance that is missing is unknown. */
function standsIn(
  budget: Budget,
  key: string,
  windows: readonly WindowFact[],
): Pick<BudgetCheck, "spent" | "reserved" | "to"> {
  if (budget.window.kind === "per_request") return { spent: ZERO, reserved: ZERO, to: null };
  const fact = windows.find((each) => each.budget === budget.id && each.key === key);
  if (fact === undefined) return { spent: MISSING, reserved: ZERO, to: null };
  return { spent: totalOf(fact.spent), reserved: totalOf(fact.reserved), to: fact.to };
}

function totalOf(text: string | null): Total {
  const decimal = parseDecimal(text);
  return decimal === null ? MISSING : { units: toUnits(decimal), unknown: 0 };
}
