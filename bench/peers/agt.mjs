/** @microsoft/agent-governance-sdk: condition strings; payments only, since its strings have no patterns. */

import agt from "@microsoft/agent-governance-sdk";

export function load(rules) {
  const engine = new agt.PolicyEngine();
  engine.loadPolicy({
    apiVersion: "governance.toolkit/v1",
    name: "payments",
    scope: "global",
    rules: rules.map(translate),
    default_action: "deny",
  });
  return {
    prepare: (request) => request,
    effect: (answer) => (answer.matchedRule === undefined ? null : answer.action),
    decide: (request) => engine.evaluatePolicy("did:mesh:bench", request),
  };
}

function translate({ name, effect, tenant, action, currency, limit }) {
  const condition = `tenant == '${tenant}' and action == '${action}' and currency == '${currency}' and amount <= ${limit}`;
  return { name, condition, ruleAction: effect };
}
