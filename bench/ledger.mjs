/** Engines with a durable ledger, and the rows they leave. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dist } from "./child.mjs";
import { policyText, toCall } from "./policy-text.mjs";
import { workloads } from "./workloads.mjs";

/** Opens an engine on 1,000 rules in `folder`, its ledger at `state`, and gives calls that it allows. */
export function openLedger(folder, state = stateOf(folder)) {
  return openOn({ folder, state, workload: workloads.w1, more: "" });
}

/** The same with payments, each of which reserves its amount in a budget of its tenant and its currency. */
export function openBudgetLedger(folder, state = stateOf(folder)) {
  return openOn({ folder, state, workload: workloads.w3, more: CURRENCIES.map(budgetTable).join("\n") });
}

async function openOn({ folder, state, workload, more }) {
  const { openEngine } = await import(dist("bundle/engine.js"));
  const rules = workload.rules(1000);
  const policy = join(folder, "policy.toml");
  writeFileSync(policy, `${policyText(rules)}\n${more}`);
  const engine = await openEngine({ policies: [policy], state, cwd: folder });
  const calls = workload.requests(rules).hit.map((each) => ({ ...toCall(each), principal: "agent:bench" }));
  return { engine, calls };
}

const CURRENCIES = ["USD", "EUR", "GBP", "JPY"];

/** Wide enough for every payment of a run. */
function budgetTable(currency) {
  const scope = `currency = "${currency}"\nwindow = "day"\nzone = "UTC"\nper = ["tenant"]\n`;
  return `[[budgets]]\nid = "${currency}"\nlimit = "1000000000000"\n${scope}filters = { asset = "${currency}" }\n`;
}

/** Keeps `callers` calls in flight while `proceed(answered)` is true; resolves to the number answered. */
export async function callUntil({ engine, calls }, callers, proceed) {
  let answered = 0;
  const caller = async (number) => {
    for (let turn = number; proceed(answered); turn += 1) {
      const { decision, entry } = await engine.decide(calls[turn % calls.length]);
      if (decision !== "allow" || entry === null) throw new Error(`answer is ${decision}, expected a recorded allow`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  return answered;
}

export function stateOf(folder) {
  return join(folder, "writ.db");
}

/** The table that holds the entries: the longest, whatever its name; `{name, sql, size}`. */
export function entryTable(database) {
  const tables = database.prepare("select name, sql from sqlite_master where type = 'table' and sql is not null").all();
  const sized = tables.map(({ name, sql }) => {
    const { size } = database.prepare(`select count(*) as size from "${name}"`).get();
    return { name, sql, size };
  });
  return sized.reduce((longest, each) => (each.size > longest.size ? each : longest));
}
