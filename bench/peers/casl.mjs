/** @casl/ability: a subject type for each tool, conditions for the rest, the last matching rule decides. */

import { createMongoAbility } from "@casl/ability";

export function load(rules, workload) {
  const form = { w2: triples, w3: payments }[workload] ?? tools;
  const ability = createMongoAbility(rules.map(form.rule).reverse(), { detectSubjectType: form.subjectType });
  return {
    prepare: (request) => request,
    effect: (rule) => (rule === null ? null : rule.inverted ? (rule.reason ?? "deny") : "allow"),
    decide: (request) => ability.relevantRuleFor(form.action(request), request),
  };
}

const tools = {
  subjectType: (request) => request.tool,
  action: () => "execute",
  rule({ effect, tool, path }) {
    const wild = tool.endsWith("*");
    const conditions = {
      ...(wild && { tool: { $regex: startOf(tool) } }),
      ...(path !== null && { path: { $regex: startOf(path) } }),
    };
    return {
      action: "execute",
      subject: wild ? "all" : tool,
      inverted: effect !== "allow",
      ...(effect === "ask" && { reason: "ask" }),
      ...(Object.keys(conditions).length > 0 && { conditions }),
    };
  },
};

const triples = {
  subjectType: () => "Account",
  action: (request) => request.action,
  rule: ({ principal, action, resource, limit }) => ({
    action,
    subject: "Account",
    conditions: { principal, resource, amount: { $lt: limit }, blocked: false },
  }),
};

const payments = {
  subjectType: () => "Payment",
  action: (request) => request.action,
  rule: ({ tenant, action, currency, limit }) => ({
    action,
    subject: "Payment",
    conditions: { tenant, currency, amount: { $lte: limit } },
  }),
};

function startOf(glob) {
  return new RegExp(`^${glob.slice(0, -1).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}
