/** An SBO3L document → a policy: docs/spec/sbo3l.md, "What it means". */

import { ACTION_TYPE } from "../kernel/entity.ts";
import { PAYMENT_REQUEST } from "../kernel/payment.ts";
import type { Condition, Policy, Rule } from "../kernel/rule.ts";
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
