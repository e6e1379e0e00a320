/** What budgets add to a verdict that is not a deny: a reason to deny after all, or warnings. */

import { type BudgetCheck, checkBudgets } from "./budget-check.ts";
import { budgetText } from "./budget-text.ts";
import type { Reason } from "./decision.ts";
import type { Effect } from "./effect.ts";
import type { Court } from "./judge.ts";
import { DEFAULT_DENY, type Verdict } from "./voice.ts";

/** The verdict once the budgets were heard, and the sentence of the first that denies. */
export interface Heard {
  readonly verdict: Verdict;
  readonly detail: string | null;
}

/** An ask is heard like an allow: nobody is asked for what would be denied all the same. */
export function hearBudgets({ request, snapshot, facts }: Court, verdict: Verdict): Heard {
  const checks = checkBudgets(request, snapshot, facts);
  const denying = checks.filter(({ verdict: { kind } }) => kind === "exceeded" || kind === "unknown");
  const [first] = denying;
  if (first !== undefined) return { verdict: withRows(DEFAULT_DENY, denying), detail: budgetText(first) };
  const warning = checks.filter(({ verdict: { kind } }) => kind === "warning");
  return { verdict: warning.length === 0 ? verdict : withRows(verdict, warning), detail: null };
}

function withRows(verdict: Verdict, checks: readonly BudgetCheck[]): Verdict {
  const { told, effect } = verdict;
  return { ...verdict, told: { ...told, reasons: [...told.reasons, ...checks.map((check) => row(check, effect))] } };
}

function row(check: BudgetCheck, effect: Effect): Reason {
  return { rule: null, effect, tier: null, source: null, text: budgetText(check) };
}
