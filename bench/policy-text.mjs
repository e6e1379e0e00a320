/** The neutral workloads in Writ's own forms: policy files and calls. */

import { cedarRequest, cedarText, entitiesOf } from "./cedar-text.mjs";
import { cedarWorkloads, workloads } from "./workloads.mjs";

const quoted = JSON.stringify;

/** The files of a workload: a policy.toml, or Cedar policies with the entities that the requests are about. */
export function policyFiles(rules, workload) {
  if (!cedarWorkloads.includes(workload)) return [{ name: "policy.toml", text: policyText(rules) }];
  const policies = { name: "policy.cedar", text: cedarText(rules) };
  const { hit, miss } = workloads[workload].requests(rules);
  const entities = [...hit, ...miss].filter(({ groups }) => groups !== undefined).flatMap(entitiesOf);
  if (entities.length === 0) return [policies];
  // A group above several principals is in nothing that differs.
  const once = new Map(entities.map((entity) => [quoted(entity.uid), entity]));
  return [policies, { name: "policy.entities.json", text: quoted([...once.values()]) }];
}

/** A policy.toml with one table a rule. */
export function policyText(rules) {
  return rules.map((rule) => (rule.tenant === undefined ? toolTable(rule) : paymentTable(rule))).join("\n");
}

/** The call that stands for a request of a workload. */
export function toCall(request) {
  const { tool, path, tenant, action, currency, amount } = request;
  if (tool !== undefined) return { kind: "tool", tool, args: [path] };
  if (request.principal !== undefined) return { kind: "access", ...cedarRequest(request) };
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
