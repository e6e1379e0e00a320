/** Budgets on the command line: seen before anything is spent. */

import { afterEach, beforeEach, expect, test } from "vitest";
import { makeWorld, type World } from "./cli-world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
  world.write("policy.toml", POLICY);
});
afterEach(() => world.remove());

const POLICY = `
[[rules]]
action = "PAYMENT"
effect = "allow"

[[budgets]]
id = "day"
limit = 500
currency = "USD"
window = "day"
zone = "Europe/Berlin"
per = ["payee"]
`;

const pay = (amount: string): string =>
  JSON.stringify({ kind: "action", action: "PAYMENT", amount, currency: "USD", payee: "acme" });

test("`list` shows budgets, and says them as JSON", async () => {
  const { out } = await world.run(["list"]);
  for (const line of [/limit +500 USD/, /window +the day in Europe\/Berlin/, /for each +payee/])
    expect(out).toMatch(line);
  const json = JSON.parse((await world.run(["list", "--json"])).out);
  expect(json.budgets).toMatchObject([{ id: "day", limit: "500", source: "policy.toml:6" }]);
});

test("`validate` counts them, and refuses a zone that the machine does not know", async () => {
  expect((await world.run(["validate"])).out).toContain("1 rule, 1 budget");
  world.write("policy.toml", POLICY.replace("Berlin", "Berlim"));
  const { code, err } = await world.run(["validate"]);
  expect([code, err]).toEqual([4, expect.stringContaining("policy.toml:11:8: error: no time zone `Europe/Berlim`")]);
});

test("`explain` shows what is left, and the largest amount that would do", async () => {
  const { code, out } = await world.run(["explain", "--call", pay("600")]);
  expect(code).toBe(1);
  expect(out).toContain("day payee acme: 500 of 500 USD left (0 spent, 0 reserved); asks for 600");
  expect(out).toContain("if amount <= 500: allowed");
});

test("`test` decides as if nothing had been spent", async () => {
  const call = (amount: number): string =>
    `call = { kind = "action", action = "PAYMENT", amount = ${amount}, currency = "USD", payee = "acme" }`;
  const pass = `[[cases]]\nname = "all of it"\n${call(500)}\nexpect = "allow"\n`;
  const fail = `[[cases]]\nname = "more"\n${call(501)}\nexpect = "deny"\ncode = "policy.budget_exceeded"\n`;
  world.write("policy.test.toml", pass + fail);
  expect((await world.run(["test"])).out).toContain("2 passed");
});

test("`explain --state` shows what is left in a ledger, and writes nothing", async () => {
  const state = ["--state", ".writ/state/writ.db"];
  const decide = (call: string) => world.run(["decide", ...state], { stdin: call });
  await decide(pay("450"));
  const size = async () => (await world.run(["ledger", "export"])).out;
  const before = await size();
  const { code, out, err } = await world.run(["explain", ...state, "--call", pay("60")]);
  expect([code, err]).toEqual([1, ""]);
  expect(out).toContain("day payee acme: 50 of 500 USD left (0 spent, 450 reserved) until 2026-11-20T23:00:00.000Z;");
  expect(out).toContain("if amount <= 50: allowed");
  expect((await world.run(["explain", "--call", pay("60")])).code).toBe(0);
  world.write("policy.toml", POLICY.replace("500", "400"));
  expect((await world.run(["explain", ...state, "--call", pay("1")])).out).toContain("0 of 400 USD left");
  expect(await size()).toBe(before);
  expect((await world.run(["explain", "--tenant", "acme", "--call", pay("1")])).code).toBe(2);
  expect((await world.run(["explain", "--state", "none.db", "--call", pay("1")])).code).toBe(2);
});

test("`explain --state` knows freezes, keys and asks", async () => {
  const state = ["--state", ".writ/state/writ.db"];
  world.write("policy.toml", `${POLICY}\n[[rules]]\naction = "REFUND"\neffect = "ask"\n`);
  const keyed = JSON.stringify({ ...JSON.parse(pay("5")), idempotency_key: "order-0000000000042" });
  await world.run(["decide", ...state], { stdin: keyed });
  const again = await world.run(["explain", ...state, "--call", keyed]);
  expect(again).toMatchObject({ code: 0, err: "writ: d-2 has answered this call, and answers it again\n" });
  const refund = JSON.stringify({ ...JSON.parse(pay("5")), action: "REFUND" });
  expect((await world.run(["explain", ...state, "--call", refund])).code).toBe(3);
  await world.run(["freeze", "--reason", "stop"]);
  const frozen = await world.run(["explain", ...state, "--call", pay("1"), "--json"]);
  expect(JSON.parse(frozen.out)).toMatchObject({ decision: { deny_code: "policy.frozen" } });
});
