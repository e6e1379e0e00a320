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
