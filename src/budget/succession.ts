/** Which budgets are in force when policies change: an old window is kept to its end beside a new one. */

import type { Budget } from "../kernel/budget.ts";
import type { Window } from "../kernel/window.ts";
import { type OffsetAt, sameWindow, windowAt } from "./window.ts";

export interface InForce {
  readonly budget: Budget;
  /** As the policies call it: a retained budget has an id of its own, for it stands beside its successor. */
  readonly id: string;
  /** Replaced, and kept beside its successor because its window was another one. */
  readonly retained: boolean;
  /** When a retained budget ends, in milliseconds since the epoch; null is never. */
  readonly until: number | null;
}

/** When a policy change took effect, its entry, and the zones. */
export interface Change {
  readonly at: number;
  readonly seq: number;
  readonly offsetAt: OffsetAt;
}

/**
 * The budgets in force after a change to `budgets`: these, and each one with the same id but another window until the
 * window it had at the change ends. A budget that is removed ends at once.
 */
export function succeed(before: readonly InForce[], budgets: readonly Budget[], change: Change): readonly InForce[] {
  const successors = new Map(budgets.map((budget) => [budget.id, budget]));
  const retained = before.flatMap((old) => {
    const successor = successors.get(old.id);
    if (successor === undefined) return [];
    if (old.retained) return [old];
    return sameWindow(old.budget.window, successor.window) ? [] : [retain(old.budget, change)];
  });
  const current = budgets.map((budget) => ({ budget, id: budget.id, retained: false, until: null }));
  return inForceAt([...current, ...retained], change.at);
}

/** Without those that have ended. */
export function inForceAt(all: readonly InForce[], now: number): readonly InForce[] {
  return all.filter(({ until }) => until === null || now < until);
}

function retain(budget: Budget, { at, seq, offsetAt }: Change): InForce {
  const { id, window } = budget;
  return { budget: { ...budget, id: `${id}~${seq}` }, id, retained: true, until: endOf(window, at, offsetAt) };
}

/** A request ends at once; a rolling window ends when what lies before the change has left it. */
function endOf(window: Window, at: number, offsetAt: OffsetAt): number | null {
  if (window.kind === "per_request") return at;
  if (window.kind === "rolling") return at + window.length_ms;
  return windowAt(window, at, offsetAt).to;
}
