/** No product: what a Map look-up and compares cost at least, without reasons, tiers or the order of rules. */

const NONE = { effect: null };

export function load(rules, workload) {
  return { w1: loadTools, w2: loadTriples, w3: loadPayments }[workload](rules);
}

/** One look-up of the name, which for a wildcard is the part up to its star, and a compare of the path's start. */
function loadTools(rules) {
  const byTool = new Map();
  for (const { tool, path, effect } of rules) {
    byTool.set(tool.endsWith("*") ? tool.slice(0, -1) : tool, {
      effect,
      prefix: path === null ? "" : path.slice(0, -1),
    });
  }
  return {
    prepare: (request) => request,
    effect: (answer) => answer.effect,
    decide({ tool, path }) {
      const end = tool.startsWith("mcp_") ? tool.indexOf("_", 4) : -1;
      const rule = byTool.get(end < 0 ? tool : tool.slice(0, end + 1));
      return rule !== undefined && path.startsWith(rule.prefix) ? rule : NONE;
    },
  };
}

/** One look-up of a concatenated key, a compare of numbers and a truth value. */
function loadTriples(rules) {
  const byKey = new Map();
  for (const { principal, action, resource, limit, effect } of rules) {
    byKey.set(`${principal}|${action}|${resource}`, { effect, limit });
  }
  return {
    prepare: (request) => request,
    effect: (answer) => answer.effect,
    decide({ principal, action, resource, amount, blocked }) {
      const rule = byKey.get(`${principal}|${action}|${resource}`);
      return rule !== undefined && amount < rule.limit && !blocked ? rule : NONE;
    },
  };
}

/** One look-up of a concatenated key and a compare of numbers. */
function loadPayments(rules) {
  const byKey = new Map();
  for (const { tenant, action, currency, limit, effect } of rules) {
    byKey.set(`${tenant}|${action}|${currency}`, { effect, limit });
  }
  return {
    prepare: (request) => request,
    effect: (answer) => answer.effect,
    decide({ tenant, action, currency, amount }) {
      const rule = byKey.get(`${tenant}|${action}|${currency}`);
      return rule !== undefined && amount <= rule.limit ? rule : NONE;
    },
  };
}
