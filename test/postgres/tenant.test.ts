/** Tenants with ledgers of their own, in files and in a database. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../src/engine.ts";
import { checkPolicies } from "../../src/index.ts";
import { isPostgres } from "../../src/store/postgres-address.ts";
import { tenantState, tenantsBeside } from "../../src/store/tenant-ledger.ts";
import { makeWorld } from "../e2e/cli-world.ts";
import { soundEntries } from "../experiment/sound.ts";
import { startServer, type TestServer } from "./server.mjs";

const POLICY = `
[settings]
tenants = ["acme", "globex"]

[classify.wire]
action = "ACTION_PAYMENT_INITIATE"
amount = "amount"
currency_value = "USD"
tenant = "for"

[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "100"
currency = "USD"

[[rules]]
action = "ACTION_PAYMENT_REFUND"
effect = "ask"

[[rules]]
action = "allow"
tool_pattern = "*"

[[budgets]]
id = "each"
limit = "100"
currency = "USD"
window = "lifetime"
per = ["tenant"]
`;

let server: TestServer;
let root = "";
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.remove());
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "writ-tenant-"));
  writeFileSync(join(root, "policy.toml"), POLICY);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = (state: string): Promise<Engine> => openEngine({ policies: ["policy.toml"], state, cwd: root });
const pay = (tenant: string | null, amount: string, more: object = {}) => ({
  kind: "action",
  action: "ACTION_PAYMENT_INITIATE",
  amount,
  currency: "USD",
  principal: "agent:a",
  ...(tenant === null ? {} : { tenant }),
  ...more,
});

let count = 0;
const STATES: readonly (readonly [string, () => string])[] = [
  ["files", () => join(root, ".writ/state/writ.db")],
  ["a database", () => server.url(`tenants${count++}`)],
];

describe.each(STATES)("in %s", (_name, make) => {
  it("each tenant has a ledger, whose decisions are named after it, claimed and settled there", async () => {
    const state = make();
    const engine = await open(state);
    const [acme, globex] = [await engine.decide(pay("acme", "60")), await engine.decide(pay("globex", "60"))];
    expect([acme.decision, acme.id, globex.decision, globex.id]).toEqual(["allow", "acme/d-2", "allow", "globex/d-2"]);
    expect(await engine.decide(pay("acme", "41"))).toMatchObject({ deny_code: "policy.budget_exceeded" });
    expect(engine.open().map(({ decision }) => decision)).toEqual(["acme/d-2", "globex/d-2"]);
    expect(await engine.claim("acme/d-2")).toMatchObject({ ok: true });
    expect(await engine.claim("d-2")).toMatchObject({ ok: false, code: "claim.unknown" });
    expect(await engine.outcome("acme/d-2", { status: "executed" })).toMatchObject({ ok: true });
    expect(engine.budgets().map((row) => [row.ledger_tenant, row.key, row.spent, row.reserved])).toEqual([
      ["acme", '["acme"]', "60", "0"],
      ["globex", '["globex"]', "0", "60"],
    ]);
    await engine.close();
    expect(await tenantsBeside(state)).toEqual(["acme", "globex"]);
    for (const each of [state, tenantState(state, "acme"), tenantState(state, "globex")]) await soundEntries(each);
    const again = await open(state);
    expect(await again.decide(pay("acme", "41"))).toMatchObject({ deny_code: "policy.budget_exceeded" });
    expect((await again.decide(pay("acme", "40"))).decision).toBe("allow");
    await again.close();
  });

  it("a call of a tenant without a ledger, or that would count in another one, is denied and recorded", async () => {
    const state = make();
    const engine = await open(state);
    expect(await engine.decide(pay("initech", "1"))).toMatchObject({ id: "d-2", deny_code: "policy.tenant_mismatch" });
    const wire = { kind: "tool", tool: "wire", args: { amount: "1", for: "globex" }, tenant: "acme" };
    expect(await engine.decide(wire)).toMatchObject({ id: "acme/d-2", deny_code: "policy.tenant_mismatch" });
    expect(await engine.decideText(JSON.stringify({ ...wire, args: { amount: "1", for: "acme" } }))).toMatchObject({
      id: "acme/d-3",
      decision: "allow",
    });
    expect(await engine.decide({ kind: "tool", tool: "read_file", args: ["a"] })).toMatchObject({
      id: "d-3",
      decision: "allow",
    });
    let asked = 0;
    const two = {
      ...pay(null, "1"),
      get tenant() {
        return asked++ === 0 ? "acme" : "globex";
      },
    };
    expect((await engine.decide(two)).deny_code).toBe("policy.tenant_mismatch");
    await engine.close();
    for (const each of [state, tenantState(state, "acme")]) await soundEntries(each);
  });

  it("an outcome that names another tenant is refused, and its ticket goes on counting", async () => {
    const state = make();
    const engine = await open(state);
    const { id } = await engine.decide(pay("acme", "60"));
    expect((await engine.claim(id ?? "")).ok).toBe(true);
    const other = { amounts: { USD: "60" }, dimensions: { tenant: "globex" } };
    expect(await engine.outcome(id ?? "", { status: "executed", movements: [other] })).toMatchObject({
      ok: false,
      code: "outcome.tenant",
    });
    expect(engine.open().map(({ decision, phase }) => [decision, phase])).toEqual([[id, "claimed"]]);
    expect((await engine.outcome(id ?? "", { status: "executed" })).ok).toBe(true);
    await engine.close();
    await soundEntries(tenantState(state, "acme"));
  });

  it("freezes and asks reach the ledger they are about", async () => {
    const engine = await open(make());
    const asked = await engine.decide({ ...pay("globex", "5"), action: "ACTION_PAYMENT_REFUND" });
    expect(engine.approvals().map(({ id }) => id)).toEqual([asked.id]);
    expect(await engine.resume(asked.id ?? "")).toMatchObject({ decision: "ask", id: "globex/d-3" });
    await engine.freeze({ tenant: "acme", reason: "lost a key" });
    expect((await engine.decide(pay("acme", "1"))).deny_code).toBe("policy.frozen");
    expect((await engine.decide(pay("globex", "1"))).decision).toBe("allow");
    await engine.freeze({ all: true, reason: "all of it" });
    for (const tenant of ["acme", "globex", null])
      expect((await engine.decide(pay(tenant, "1"))).deny_code).toBe("policy.frozen");
    await engine.close();
  });
});

it("commands name the ledger of a tenant, and a freeze reaches all of them", async () => {
  const world = makeWorld();
  world.write("policy.toml", POLICY);
  const state = ["--state", ".writ/state/writ.db"];
  const calls = [pay("acme", "60"), pay("globex", "7"), pay(null, "1")].map((call) => JSON.stringify(call)).join("\n");
  expect((await world.run(["decide", ...state], { stdin: calls })).out).toContain('"id":"globex/d-2"');
  const budgets = await world.run(["budgets", "--tenant", "globex", "--json"]);
  expect(JSON.parse(budgets.out)).toMatchObject([{ key: '["globex"]', reserved: "7" }]);
  for (const words of [["budgets"], ["budgets", "--open"], ["approvals", "list"]])
    expect((await world.run(words)).err).toContain("`--tenant acme`, `--tenant globex`");
  for (const words of [
    ["ledger", "audit"],
    ["ledger", "verify"],
    ["ledger", "show"],
    ["approvals", "list"],
  ])
    expect(await world.run([...words, "--tenant", "acme"])).toMatchObject({ code: 0 });
  expect((await world.run(["ledger", "show", "--tenant", "initech"])).code).toBe(2);
  const frozen = await world.run(["freeze", "--reason", "stop"]);
  expect(frozen).toMatchObject({ code: 0, err: "" });
  expect(frozen.out.split("\n")).toHaveLength(4);
  const listed = await world.run(["freeze", "--list", "--json"]);
  expect(JSON.parse(listed.out)).toEqual([{ reason: "stop", scope: { kind: "all" }, until: null }]);
  const after = await world.run(["decide", ...state], { stdin: calls });
  expect(after.out.match(/policy\.frozen/g)).toHaveLength(3);
  const one = await world.run(["freeze", "--tenant", "acme", "--lift", "--reason", "go on"]);
  expect(one.out).toMatch(/^tenant acme is no longer frozen: entry \d+\n$/);
  world.remove();
});

it("a budget that is wider than one ledger does not load", () => {
  const wide = POLICY.replace('per = ["tenant"]', 'per = ["principal"]');
  expect(checkPolicies([{ name: "policy.toml", text: wide }]).diagnostics).toMatchObject([
    { severity: "error", code: "budget.spans_ledgers", file: "policy.toml", line: 25 },
  ]);
  const narrow = [
    'filters = { tenant = ["acme"] }',
    'per = ["principal", "tenant"]',
    'filters = { tenant = ["acme"], action = ["A", "B"] }',
  ];
  for (const scope of narrow) {
    const text = POLICY.replace('per = ["tenant"]', scope);
    expect(checkPolicies([{ name: "policy.toml", text }]).diagnostics).toEqual([]);
  }
  const two = POLICY.replace('per = ["tenant"]', 'filters = { tenant = ["acme", "globex"] }');
  expect(checkPolicies([{ name: "policy.toml", text: two }]).snapshot).toBeNull();
  const named = POLICY.replace('"globex"', '"../globex"');
  expect(checkPolicies([{ name: "policy.toml", text: named }]).diagnostics).toMatchObject([{ code: "value.tenant" }]);
});

it("an address keeps its other parameters", () => {
  const state = tenantState("postgres://writ@db/books?sslmode=verify-full&ledger=pay", "acme");
  expect(isPostgres(state)).toBe(true);
  expect(new URL(state).searchParams.get("ledger")).toBe("pay.acme");
  expect(state).toContain("sslmode=verify-full");
});
