import { describe, expect, test } from "vitest";
import { loadPolicies } from "../index.ts";
import type { Movement } from "../kernel/movement.ts";
import { toRequest } from "./to-request.ts";

const POLICY = `
[[budgets]]
id = "calls"
limit = 100
measure = "count"
window = "24h"

[tools.vault]
group = "money"

[classify."bank/transfer"]
action = "ACTION_PAYMENT_INITIATE"
amount = "sum"
currency_value = "USD"
payee = "to"

[classify.wire]
action = "transfer_funds"
currency_value = "USD"

[classify.notify]
action = "SEND_NOTE"
`;

const ENTITIES = [
  { uid: { type: "Writ::Agent", id: "agent:a" }, attrs: {}, parents: [{ type: "Group", id: "buyers" }] },
  { uid: { type: "Group", id: "buyers" }, attrs: {}, parents: [{ type: "Group", id: "eu" }] },
];

const snapshot = loadPolicies([{ name: "policy.toml", text: POLICY }], { entities: JSON.stringify(ENTITIES) });
const movementsOf = (call: object): readonly Movement[] | undefined => toRequest(call, snapshot).movements;
const asked = (action: unknown): object => ({ kind: "access", action, resource: "x", context: { currency: "USD" } });
const pay = (more: object): object => ({ kind: "action", action: "ACTION_PAYMENT_INITIATE", ...more });

const plain = loadPolicies([{ name: "policy.toml", text: POLICY.slice(POLICY.indexOf("[tools")) }]);

test("without budgets nothing is said of what moves", () => {
  expect(toRequest(pay({}), plain)).not.toHaveProperty("movements");
});

describe("without budgets, what is recorded says", () => {
  const transfer = { kind: "action", action: "transfer_funds", currency: "USD" };
  const context = { amount: "90", currency: "USD" };
  test.each<[string, object, Movement["amounts"] | undefined]>([
    ["what a payment moves", pay({}), {}],
    ["what an action with an amount moves", { ...transfer, amount: "90" }, { USD: "90" }],
    ["that an action with a currency moves something", transfer, {}],
    [
      "what an access question with an amount moves",
      { kind: "access", action: { name: "transfer_funds" }, resource: { type: "Account", id: "1" }, context },
      { USD: "90" },
    ],
    ["that a tool which is priced moves something", { kind: "tool", tool: "wire" }, {}],
    ["that a tool of value moves something", { kind: "tool", tool: "vault" }, {}],
    ["nothing of another action", { kind: "action", action: "transfer_funds" }, undefined],
    ["nothing of another tool", { kind: "tool", tool: "notify", args: { to: "x" } }, undefined],
  ])("%s", (_says, call, amounts) => {
    expect(toRequest(call, plain, { recorded: true }).movements?.[0]?.amounts).toEqual(amounts);
    expect(toRequest(call, plain)).not.toHaveProperty("movements");
  });
});

test("a call that is none moves nothing", () => {
  expect(toRequest({ kind: "tool" }, snapshot)).not.toHaveProperty("movements");
});

describe("a payment", () => {
  test("moves its amount, and belongs where it says", () => {
    const call = pay({
      amount: "2.50",
      currency: "USD",
      tenant: "t",
      payee: "acme",
      principal: "agent:a",
      session: "s",
    });
    expect(movementsOf(call)).toEqual([
      {
        amounts: { USD: "2.5" },
        dimensions: {
          ...{ principal: "agent:a", group: ["buyers", "eu"], tenant: "t", session: "s", task: null, provider: null },
          ...{ action: "ACTION_PAYMENT_INITIATE", tool: null, payee: "acme", asset: "USD", chain: null },
        },
      },
    ]);
  });

  test("leaves out what it could say and does not: groups of strangers, tenant, payee", () => {
    const [movement] = movementsOf(pay({ amount: "1", currency: "USD", principal: "agent:b" })) ?? [];
    expect(Object.keys(movement?.dimensions ?? {}).sort()).toEqual(
      ["action", "asset", "chain", "principal", "provider", "session", "task", "tool"].sort(),
    );
  });

  test("in an asset of an EVM chain has one spelling, and a chain", () => {
    const [movement] = movementsOf(pay({ amount: "1", currency: "eip155:1/erc20:0xAb" })) ?? [];
    expect(movement).toMatchObject({
      amounts: { "eip155:1/erc20:0xab": "1" },
      dimensions: { asset: "eip155:1/erc20:0xab", chain: "eip155:1" },
    });
  });
});

describe("the amounts of", () => {
  test.each<[string, object, Movement["amounts"]]>([
    ["a payment without an amount are not known", pay({ currency: "USD" }), {}],
    ["a payment without a currency are not known", pay({ amount: "1" }), {}],
    ["a payment whose amount cannot be read are not known", pay({ amount: "1e3", currency: "USD" }), {}],
    ["a question about payments are none", pay({ action: "ACTION_PAYMENT_QUERY" }), null],
    ["another action are none", pay({ action: "SEND_NOTE" }), null],
    ["another action with an amount count", pay({ action: "TIP", amount: "1", currency: "USD" }), { USD: "1" }],
    ["another action whose amount cannot be read are not known", pay({ action: "TIP", amount: "x" }), {}],
    ["another action that names a currency are not known", pay({ action: "TIP", currency: "USD" }), {}],
    ["a tool that is an action in a currency are not known", { kind: "tool", tool: "wire" }, {}],
    ["a question of Writ's own action in a currency are not known", asked("TIP"), {}],
    ["a question of another action in a currency are none", asked({ name: "TIP" }), null],
    ["a tool call are none", { kind: "tool", tool: "read_file", args: ["x"] }, null],
    ["a shell line are none, once", { kind: "tool", tool: "run_terminal_cmd", args: ["ls; ls > x"] }, null],
    ["a tool that moves value are not known", { kind: "tool", tool: "vault" }, {}],
    ["a tool that is another action are none", { kind: "tool", tool: "notify", args: { to: "x" } }, null],
  ])("%s", (_says, call, amounts) => {
    expect(movementsOf(call)?.map((movement) => movement.amounts)).toEqual([amounts]);
  });
});

describe("a tool call that is a payment", () => {
  const transfer = (args: object): readonly Movement[] | undefined =>
    movementsOf({ kind: "tool", tool: "transfer", server: "bank", args });

  test("is one movement, of the tool and of the action", () => {
    expect(transfer({ sum: "5", to: "acme" })).toMatchObject([
      {
        amounts: { USD: "5" },
        dimensions: {
          tool: "bank/transfer",
          action: ["tool.execute", "ACTION_PAYMENT_INITIATE"],
          payee: ["acme"],
        },
      },
    ]);
  });

  test("pays everybody that it names, and anybody where it names nobody", () => {
    const payees = [{ to: ["a", "b"] }, {}, { to: 7 }].map(
      (to) => transfer({ sum: "5", ...to })?.[0]?.dimensions.payee,
    );
    expect(payees).toEqual([["a", "b"], undefined, ["7"]]);
  });
});

test("an access question is about the action and the payee of its context", () => {
  const context = { amount: "3", currency: "EUR", payee: "acme" };
  const call = { kind: "access", principal: "agent:a", action: "ACTION_PAYMENT_INITIATE", resource: "x", context };
  expect(movementsOf(call)).toMatchObject([{ amounts: { EUR: "3" }, dimensions: { payee: "acme" } }]);
});

test("an address of an EVM chain is one payee in every case; other names are exact", () => {
  const payees = [`0x${"Cd".repeat(20)}`, `0x${"cd".repeat(20)}`, "Acme"];
  const context = (payee: string): object => ({ payee, amount: "1", currency: "USD" });
  const calls = (payee: string): readonly object[] => [
    pay(context(payee)),
    { kind: "access", action: "TIP", resource: "x", context: context(payee) },
    { kind: "tool", tool: "transfer", server: "bank", args: { sum: "1", to: payee } },
  ];
  const named = payees.map((payee) => calls(payee).flatMap((call) => movementsOf(call)?.[0]?.dimensions.payee));
  const address = `0x${"cd".repeat(20)}`;
  expect(named).toEqual([address, address, "Acme"].map((name) => [name, name, name]));
});

test("another case of a tool's name is the same tool", () => {
  const [one, other] = ["Vault", "vault"].map((tool) => movementsOf({ kind: "tool", tool })?.[0]?.dimensions.tool);
  expect([one, other]).toEqual(["vault", "vault"]);
});
