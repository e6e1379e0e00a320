/** A small ledger of payments under a budget, for what is done to it afterwards. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, openEngine } from "../../src/engine.ts";
import type { Answer } from "../../src/kernel/decision.ts";

export const STATE = ".writ/state/writ.db";

export const POLICY = `
[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "100"

[[budgets]]
id = "ever"
limit = "100000"
currency = "USD"
window = "lifetime"
`;

export function openIn(cwd: string, clock?: { now(): number }): Promise<Engine> {
  return openEngine({ policies: ["policy.toml"], state: STATE, cwd, ...(clock === undefined ? {} : { clock }) });
}

/** Makes the directory, and a ledger in it with so many payments. */
export async function makeLedger(cwd: string, payments: number): Promise<void> {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "policy.toml"), POLICY);
  const engine = await openIn(cwd);
  for (let i = 0; i < payments; i++) await pay(engine, `p-${i}`);
  await engine.close();
}

export function pay(engine: Engine, id: string): Promise<Answer> {
  return engine.decide({ kind: "action", action: "ACTION_PAYMENT_INITIATE", amount: "1", currency: "USD", id });
}
