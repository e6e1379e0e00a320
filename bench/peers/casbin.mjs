/** casbin: policy lines under one matcher; tool rules in order of priority, payments by allow-override. */

import { newEnforcer, newModelFromString } from "casbin";

const model = ({ request, policy, effect, matcher }) => `
[request_definition]
r = ${request}
[policy_definition]
p = ${policy}
[policy_effect]
e = ${effect}
[matchers]
m = ${matcher}
`;

const tools = {
  model: model({
    request: "tool, path",
    policy: "tool, path, eft",
    effect: "priority(p.eft) || deny",
    matcher: "keyMatch(r.tool, p.tool) && keyMatch(r.path, p.path)",
  }),
  line: ({ effect, tool, path }) => [tool, path ?? "*", effect === "allow" ? "allow" : "deny"],
  values: ({ tool, path }) => [tool, path],
};

const payments = {
  model: model({
    request: "tenant, action, currency, amount",
    policy: "tenant, action, currency, limit",
    effect: "some(where (p.eft == allow))",
    matcher: "r.tenant == p.tenant && r.action == p.action && r.currency == p.currency && r.amount <= p.limit",
  }),
  line: ({ tenant, action, currency, limit }) => [tenant, action, currency, limit],
  values: ({ tenant, action, currency, amount }) => [tenant, action, currency, amount],
};

export async function load(rules, workload) {
  const form = workload === "w3" ? payments : tools;
  const enforcer = await newEnforcer(newModelFromString(form.model));
  await enforcer.addPolicies(rules.map(form.line));
  return {
    prepare: form.values,
    effect: (allowed) => (allowed ? "allow" : null),
    decide: (values) => enforcer.enforceSync(...values),
  };
}
