/** An SBO3L document → a policy and budgets: docs/spec/sbo3l.md, "What it means". */

import type { Budget } from "../kernel/budget.ts";
import { spelled } from "../kernel/dimension.ts";
import { ACTION_TYPE } from "../kernel/entity.ts";
import { PAYMENT_REQUEST } from "../kernel/payment.ts";
import type { Condition, Policy, Rule } from "../kernel/rule.ts";
import type { Window } from "../kernel/window.ts";
import type { PlacedBudget } from "./budget.ts";
import { lineOf, type Reading } from "./reading.ts";
import type { Budget as Sbo3lBudget } from "./sbo3l/budget.ts";
import type { Sbo3lDocument } from "./sbo3l/document.ts";
import type { When } from "./sbo3l/rule.ts";

const ON_PAYMENTS: Condition = {
  kind: "entity_equal",
  slot: "action",
  uid: { type: ACTION_TYPE, id: PAYMENT_REQUEST },
};

/** Its rules and its default are about payment requests and nothing else. */
export function lowerSbo3l({ rules, default_decision }: Sbo3lDocument, source: string): Policy {
  return {
    source,
    about: "action",
    combine: "first_match",
    faults: "deny",
    otherwise: { action: PAYMENT_REQUEST, effect: default_decision },
    rules: rules.map(lowerWhen),
  };
}

function lowerWhen({ id, effect, deny_code, when, line }: When): Rule {
  const code = effect === "deny" ? (deny_code as Rule["code"]) : null;
  return { id, effect, tier: "user", when: [ON_PAYMENTS, { kind: "holds", of: when }], line, reason: null, code };
}

/** The budgets of a document, under ids of their own. */
export function budgetsOf({ policy_id, budgets }: Sbo3lDocument, reading: Reading): readonly PlacedBudget[] {
  return budgets.map((budget, index) => {
    const pointer = `/budgets/${index}`;
    return { budget: lowerBudget(budget, policy_id), pointer, line: lineOf(reading, pointer) };
  });
}

const WINDOWS: Readonly<Record<Sbo3lBudget["scope"], Window>> = {
  per_tx: { kind: "per_request" },
  daily: { kind: "calendar", unit: "day", zone: "UTC" },
  monthly: { kind: "calendar", unit: "month", zone: "UTC" },
  per_provider: { kind: "lifetime" },
};

/** What an agent may be paid for; a budget of providers is one for each, or for the one that its key names. */
function lowerBudget({ agent_id, scope, scope_key, cap_usd, soft_cap_usd }: Sbo3lBudget, policy_id: string): Budget {
  const isOfProviders = scope === "per_provider";
  const provider = isOfProviders && scope_key ? { provider: [spelled("provider", scope_key)] } : {};
  return {
    id: [policy_id, agent_id, scope, ...(scope_key ? [scope_key] : [])].join("/"),
    measure: { kind: "amount", unit: "USD" },
    limit: cap_usd,
    soft_limit: soft_cap_usd,
    window: WINDOWS[scope],
    per: isOfProviders ? ["provider"] : [],
    filters: { action: [PAYMENT_REQUEST], principal: [agent_id], ...provider },
  };
}
