import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEngine } from "../../src/engine.ts";
import { makeWorld, type World } from "./cli-world.ts";

const NOW_MS = 1_795_176_000_000;
const STATE = ".writ/state/writ.db";
const POLICY = `
[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = "1000"

[[budgets]]
id = "daily"
limit = "100"
currency = "USD"
window = "day"
zone = "Europe/Berlin"
per = ["tenant"]

[[budgets]]
id = "often"
limit = "5"
measure = "count"
window = "1h"
`;

let world: World;

beforeEach(async () => {
  world = makeWorld();
  world.write("policy.toml", POLICY);
  const clock = { now: () => NOW_MS };
  const engine = await openEngine({ policies: ["policy.toml"], state: STATE, cwd: world.root, clock });
  const pay = async (amount: string): Promise<string> => {
    const call = { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount, currency: "USD" };
    return (await engine.decide(call, { guard: "till" })).id ?? "";
  };
  const [paid, claimed] = [await pay("30"), await pay("20.5")];
  await pay("1");
  await engine.claim(paid, { guard: "till" });
  await engine.outcome(paid, { guard: "till", status: "executed" });
  await engine.claim(claimed, { guard: "till" });
  await engine.close();
});
afterEach(() => world.remove());

test("budgets shows what is spent, reserved and left, and when it starts anew", async () => {
  const { code, out } = await world.run(["budgets"]);
  expect(code).toBe(0);
  expect(out).toBe(
    [
      "BUDGET  FOR   SPENT  RESERVED  LEFT  LIMIT  UNIT   RESETS",
      "daily   acme  30     21.5      48.5  100    USD    2026-11-20T23:00:00.000Z",
      "often   all   1      2         2     5      times  rolling 3600 s",
      "",
    ].join("\n"),
  );
});

test("budgets --json gives every sum as an exact decimal", async () => {
  const { out } = await world.run(["budgets", "--json"]);
  expect(JSON.parse(out)[0]).toEqual({
    budget: "daily",
    key: '["acme"]',
    unit: "USD",
    window: { kind: "calendar", unit: "day", zone: "Europe/Berlin" },
    limit: "100",
    soft_limit: null,
    spent: "30",
    reserved: "21.5",
    left: "48.5",
    resets_at: "2026-11-20T23:00:00.000Z",
    retained: false,
  });
});

test("budgets --open lists what is promised and what is unknown", async () => {
  const { out } = await world.run(["budgets", "--open"]);
  expect(out).toMatch(/^DECISION .*\nd-3 +claimed, unknown +anonymous +acme +till +20\.5 USD .*\nd-4 +reserved +/);
  const { out: json } = await world.run(["budgets", "--open", "--json"]);
  expect(JSON.parse(json)).toMatchObject([{ decision: "d-3", phase: "claimed" }, { decision: "d-4" }]);
});

test("freeze is an entry that denies until it is lifted", async () => {
  const call = '{"kind":"action","action":"ACTION_PAYMENT_INITIATE","tenant":"acme","amount":"1","currency":"USD"}';
  const decide = async (): Promise<string | null> => {
    const { out } = await world.run(["decide", "--state", STATE], { stdin: `${call}\n` });
    return JSON.parse(out).deny_code;
  };
  expect(await world.run(["freeze", "--tenant", "acme", "--reason", "lost a key"])).toMatchObject({
    code: 0,
    out: "tenant acme is frozen: entry 8\n",
  });
  expect(await decide()).toBe("policy.frozen");
  await world.run(["freeze", "--principal", "agent:x", "--reason", "asks too much"]);
  const listed = await world.run(["freeze", "--list"]);
  expect(listed.out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["FROZEN", "UNTIL", "REASON"],
    ["tenant acme", "lifted", "lost a key"],
    ["principal agent:x", "lifted", "asks too much"],
    [""],
  ]);
  await world.run(["freeze", "--principal", "agent:x", "--lift", "--reason", "slower"]);
  const lifted = await world.run(["freeze", "--tenant", "acme", "--lift", "--reason", "found it", "--json"]);
  expect(JSON.parse(lifted.out)).toMatchObject({ ok: true });
  expect(await world.run(["freeze", "--list"])).toMatchObject({ code: 0, out: "nothing is frozen\n" });
  const { out } = await world.run(["ledger", "show"]);
  expect(out).toContain("  freeze  tenant acme  lost a key\n");
  expect(out).toContain("  freeze  lifted: tenant acme  found it\n");
  expect(await decide()).toBe(null);
  expect((await world.run(["ledger", "audit"])).code).toBe(0);
});

test("a freeze may end by itself", async () => {
  const reason = ["--reason", "too fast"];
  const { out } = await world.run(["freeze", "--principal", "agent:y", "--for", "90min", ...reason]);
  expect(out).toMatch(/^principal agent:y is frozen until \d{4}-\d\d-\d\dT[\d:.]+Z: entry \d+\n$/);
  await world.run(["freeze", "--tenant", "late", "--until", "2990-01-01T00:00:00+01:00", ...reason]);
  const listed = JSON.parse((await world.run(["freeze", "--list", "--json"])).out);
  expect(listed).toMatchObject([
    { scope: { kind: "principal", id: "agent:y" } },
    { scope: { kind: "tenant", id: "late" }, until: "2989-12-31T23:00:00.000Z" },
  ]);
  expect((await world.run(["ledger", "show"])).out).toContain("  freeze  tenant late until 2989-12-31T23:00:00.000Z  ");
  for (const scope of [
    ["--principal", "agent:y"],
    ["--tenant", "late"],
  ])
    await world.run(["freeze", ...scope, "--lift", ...reason]);
});

test.each([
  [["freeze"], /say why/],
  [["freeze", "--reason", "x", "--for", "soon"], /length of time/],
  [["freeze", "--reason", "x", "--until", "soon"], /RFC 3339/],
  [["freeze", "--reason", "x", "--until", "2001-01-01T00:00:00Z"], /over already/],
  [["freeze", "--reason", "x", "--until", "2990-01-01T00:00:00Z", "--for", "1h"], /not both/],
  [["freeze", "--reason", "x", "--lift", "--for", "1h"], /leave out its end/],
  [["freeze", "--list", "--tenant", "a"], /shows every freeze/],
  [["freeze", "--list", "--state", "elsewhere.db"], /no ledger/],
  [["capsule", "export", "acme/d-2"], /`--tenant acme d-2`/],
  [["ledger", "forget", "acme/d-2"], /`--tenant acme d-2`/],
  [["approvals", "show", "acme/d-2"], /`--tenant acme d-2`/],
  [["freeze", "--reason", "x", "--tenant", "a", "--principal", "b"], /two freezes/],
  [["freeze", "--reason", "x", "--state", "elsewhere.db"], /no ledger/],
])("%j is refused", async (words, message) => {
  const { code, err } = await world.run(words);
  expect([code, message.test(err)]).toEqual([2, true]);
});

test("a ledger that contradicts itself is not shown", async () => {
  const { default: Database } = await import("libsql");
  const database = new Database(join(world.root, STATE));
  database.exec(`UPDATE entries SET text = replace(text, '"guard":"till"', '"guard":"thief"') WHERE seq = 5`);
  database.close();
  expect(await world.run(["budgets"])).toMatchObject({ code: 5, err: expect.stringContaining("claim.foreign") });
});
