/** Two engines on one ledger, each with many callers: together they never exceed a budget. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine } from "../../src/engine.ts";
import { startServer, type TestServer } from "./server.mjs";

const POLICY = `
[[rules]]
action = "PAY"
effect = "allow"

[[budgets]]
id = "daily"
limit = "100"
currency = "USD"
window = "day"
zone = "UTC"
`;

let server: TestServer;
const cwd = fs.mkdtempSync(path.join(os.tmpdir(), "writ-pg-budget-"));
beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(async () => {
  await server.remove();
  fs.rmSync(cwd, { recursive: true });
});

test("what two engines allow at once is within the limit, and one of their claims succeeds", async () => {
  fs.writeFileSync(path.join(cwd, "policy.toml"), POLICY);
  const open = () => openEngine({ policies: ["policy.toml"], state: server.url("money"), cwd });
  const first = await open();
  const engines = [first, await open()];
  const call = { kind: "action", action: "PAY", tenant: "acme", amount: "7", currency: "USD" };
  const asked = Array.from({ length: 60 }, (_, i) => engines[i % 2]?.decide(call));
  const answers = (await Promise.all(asked)).flatMap((answer) => answer ?? []);
  const allowed = answers.filter(({ decision }) => decision === "allow");
  expect(allowed).toHaveLength(14);
  const denied = answers.filter(({ decision }) => decision === "deny");
  expect(new Set(denied.map(({ deny_code }) => deny_code))).toEqual(new Set(["policy.budget_exceeded"]));
  const claims = await Promise.all(engines.map((engine) => engine.claim(allowed[0]?.id ?? "")));
  expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
  for (const engine of engines) await engine.close();
}, 60_000);
