/** The neutral workloads in Writ's own forms: policy.toml texts and calls. */

const quoted = JSON.stringify;

/** A policy.toml with one table a rule. */
export function policyText(rules) {
  return rules.map((rule) => (rule.tenant === undefined ? toolTable(rule) : paymentTable(rule))).join("\n");
}

/** The call that stands for a request of a workload. */
export function toCall({ tool, path, tenant, action, currency, amount }) {
  if (tool !== undefined) return { kind: "tool", tool, args: [path] };
  return { kind: "action", action, tenant, amount: String(amount), currency };
}

function toolTable({ name, effect, tool, path }) {
  const argument = path === null ? "" : `arg_pattern = ${quoted(path)}\n`;
  const action = effect === "ask" ? "ask_user" : effect;
  return `[[rules]]\nname = ${quoted(name)}\naction = "${action}"\ntool_pattern = ${quoted(tool)}\n${argument}`;
}

function paymentTable({ name, effect, tenant, action, currency, limit }) {
  const key = `action = "${action}"\neffect = "${effect}"\ntenant = "${tenant}"\n`;
  return `[[rules]]\nname = ${quoted(name)}\n${key}currency = "${currency}"\nlimit = ${limit}\n`;
}
