/** Engines with a durable ledger, and the rows they leave. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dist } from "./child.mjs";
import { policyText, toCall } from "./policy-text.mjs";
import { workloads } from "./workloads.mjs";

/** Opens an engine on 1,000 rules in `folder`, its ledger at `state`, and gives calls that it allows. */
export async function openLedger(folder, state = stateOf(folder)) {
  const { openEngine } = await import(dist("bundle/engine.js"));
  const rules = workloads.w1.rules(1000);
  const policy = join(folder, "policy.toml");
  writeFileSync(policy, policyText(rules));
  const engine = await openEngine({ policies: [policy], state, cwd: folder });
  const calls = workloads.w1.requests(rules).hit.map((each) => ({ ...toCall(each), principal: "agent:bench" }));
  return { engine, calls };
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
