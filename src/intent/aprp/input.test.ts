import { describe, expect, test } from "vitest";
import { evaluate } from "../../../test/reference/sbo3l-expression.ts";
import { factsOf } from "../../kernel/register.ts";
import { parseJsonPolicy } from "../../policy/json/parse.ts";
import { readSbo3l, type Sbo3lDocument } from "../../policy/sbo3l/document.ts";
import { type Branch, INPUT } from "../../policy/sbo3l/input.ts";
import { type Aprp, recipientOf } from "./aprp.ts";
import { inputOf } from "./input.ts";
import { readAprp } from "./read.ts";

const WALLET = `0x${"ab".repeat(20)}`;

const POLICY = {
  version: 1,
  policy_id: "small-purchases",
  default_decision: "deny",
  agents: [{ agent_id: "weather-agent", status: "active" }],
  budgets: [],
  providers: [{ id: "weather", url: "https://api.weather.example/v2", status: "trusted" }],
  recipients: [{ address: WALLET, chain: "base", status: "allowed" }],
  rules: [
    {
      id: "frozen",
      effect: "deny",
      deny_code: "policy.deny_emergency_frozen",
      when: "input.emergency.freeze_all == true",
    },
    { id: "stranger", effect: "deny", deny_code: "policy.deny_unknown_provider", when: "not input.provider.trusted" },
    { id: "payee", effect: "deny", deny_code: "policy.deny_recipient", when: "not input.recipient.allowed" },
    { id: "small", effect: "allow", when: 'input.payment_protocol == "x402" and input.amount_usd <= 0.50' },
  ],
};

const REQUEST = {
  ...{
    agent_id: "weather-agent",
    task_id: "t1",
    intent: "tip",
    token: "USDC",
    payment_protocol: "x402",
    chain: "base",
  },
  amount: { value: "0.50", currency: "USD" },
  destination: {
    ...{ type: "x402_endpoint", url: "https://api.weather.example/v2/forecast", method: "GET" },
    expected_recipient: WALLET as string | null,
  },
  provider_url: "https://api.weather.example/v2",
  ...{ expiry: "2026-11-20T12:00:00Z", nonce: "01JD3XW0Q5ZZZZZZZZZZZZZZZZ", risk_class: "low" },
};

function policy(): Sbo3lDocument {
  const source = parseJsonPolicy({ name: "policy.json", text: JSON.stringify(POLICY) });
  const document = "message" in source ? null : readSbo3l(source).document;
  if (document === null) throw new Error("the policy does not load");
  return document;
}

function request(change: object): Aprp {
  const read = readAprp({ ...REQUEST, ...change });
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return read.aprp;
}

function input(aprp: Aprp) {
  const { agent_id, provider_url, chain } = aprp;
  return inputOf(aprp, factsOf(policy().register, { agent_id, provider_url, chain, recipient: recipientOf(aprp) }));
}

/** Every path, with the type of what stands there. */
function typesOf(branch: object): readonly string[] {
  return Object.entries(branch).flatMap(([name, below]) =>
    typeof below === "object" ? typesOf(below).map((rest) => `${name}.${rest}`) : [`${name}: ${typeof below}`],
  );
}

function leavesOf(branch: Branch): readonly string[] {
  return Object.entries(branch).flatMap(([name, leaf]) => {
    if (typeof leaf === "object") return leavesOf(leaf).map((rest) => `${name}.${rest}`);
    return leaf === "list" ? [] : [`${name}: ${leaf === "bool" ? "boolean" : "string"}`];
  });
}

describe("the input of conditions", () => {
  test("has every path that an expression may name, and no other", () => {
    expect(typesOf(input(request({}))).toSorted()).toEqual(leavesOf(INPUT).toSorted());
  });

  test("lacks what is null, and only that", () => {
    const destination = { ...REQUEST.destination, expected_recipient: null };
    const types = typesOf(input(request({ provider_url: "https://h", destination })));
    expect(leavesOf(INPUT).filter((leaf) => !types.includes(leaf))).toEqual([
      "provider.id: string",
      "recipient.address: string",
    ]);
  });

  test.each([
    [{}, "small"],
    [{ amount: { value: "0.500000000000000001", currency: "USD" } }, null],
    [{ provider_url: "https://api.weather.example" }, "stranger"],
    [{ chain: "base-sepolia" }, "payee"],
    [{ destination: { ...REQUEST.destination, expected_recipient: null } }, "payee"],
    [{ destination: { ...REQUEST.destination, expected_recipient: WALLET.toUpperCase().replace("X", "x") } }, "small"],
  ])("of a request with %j is matched first by %s", (change, rule) => {
    const context = input(request(change));
    expect(policy().rules.find(({ when }) => evaluate(when, context) === true)?.id ?? null).toBe(rule);
  });
});
