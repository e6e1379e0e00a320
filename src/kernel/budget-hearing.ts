/** What budgets add to a verdict that is not a deny: a reason to deny after all, or warnings. */

import { type BudgetCheck, checkBudgets } from "./budget-check.ts";
import { budgetText } from "./budget-text.ts";
import type { Reason } from "./decision.ts";
import type { Court } from "./judge.ts";
import type { Refusal } from "./request.ts";
import { DEFAULT_DENY, type Verdict } from "./voice.ts";

/** The verdict once the budgets were heard, and why they deny; its sentence is that of the first that does. */
export interface Heard {
  readonly verdict: Verdict;
  readonly denial: Refusal | null;
}

/** An ask is heard like an allow: nobody is asked for what would be denied all the same. */
export function hearBudgets({ request, snapshot, facts }: Court, verdict: Verdict): Heard {
  const checks = checkBudgets(request, snapshot, facts);
  if (checks.every(hasRoom)) return { verdict, denial: null };
  const denying = textsOf(checks, DENIES);
  const [detail] = denying;
  if (detail !== undefined)
    return { verdict: withRows(DEFAULT_DENY, denying), denial: { code: "policy.budget_exceeded", detail } };
  const warnings = textsOf(checks, ["warning"]);
  return { verdict: warnings.length === 0 ? verdict : withRows(verdict, warnings), denial: null };
}

function hasRoom({ verdict }: BudgetCheck): boolean {
  return verdict.kind === "within";
}

const DENIES: readonly BudgetCheck["verdict"]["kind"][] = ["exceeded", "unknown"];

function textsOf(checks: readonly BudgetCheck[], kinds: typeof DENIES): readonly string[] {
  return checks.filter(({ verdict }) => kinds.includes(verdict.kind)).map((check) => budgetText(check) ?? "");
}

function withRows(verdict: Verdict, texts: readonly string[]): Verdict {
  const { told, effect } = verdict;
  const rows = texts.map((text): Reason => ({ rule: null, effect, tier: null, source: null, text }));
  return { ...verdict, told: { ...told, reasons: [...told.reasons, ...rows] } };
}
