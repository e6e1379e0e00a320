import { describe, expect, test } from "vitest";
import { factsOf, type Payment, type Provider, type Register } from "./register.ts";

const WALLET = `0x${"aB".repeat(20)}`;
const THIEF = `0x${"66".repeat(20)}`;

const REGISTER: Register = {
  agents: [
    { agent_id: "runner", status: "active", policy_role: "research" },
    { agent_id: "sleeper", status: "paused", policy_role: null },
    { agent_id: "leaver", status: "revoked", policy_role: null },
    { agent_id: "suspect", status: "active", policy_role: null },
  ],
  providers: [
    { id: "weather", url: "https://api.weather.example", status: "trusted" },
    { id: "beta", url: "https://api.weather.example/beta/", status: "observation" },
    { id: "deep", url: "https://api.weather.example/beta/deep", status: "denied" },
    { id: "maps", url: "https://maps.example/v1", status: "allowed" },
    { id: "second", url: "https://MAPS.example:443/v1/", status: "denied" },
  ],
  recipients: [
    { address: WALLET, chain: "base", status: "allowed" },
    { address: THIEF, chain: "base", status: "denied" },
  ],
  emergency: { freeze_all: false, paused_agents: ["suspect"] },
};

function facts(payment: Partial<Payment>) {
  const all = { agent_id: "runner", provider_url: "https://h", chain: "base", recipient: WALLET, ...payment };
  return factsOf(REGISTER, all);
}

const NOBODY = { active: false, paused: false, revoked: false, policy_role: "", known: false };

describe("an agent", () => {
  test.each([
    ["runner", { active: true, policy_role: "research", known: true }],
    ["sleeper", { paused: true, known: true }],
    ["leaver", { revoked: true, known: true }],
    ["suspect", { paused: true, known: true }],
    ["stranger", {}],
    ["__proto__", {}],
  ])("%s is %j", (agent_id, found) => {
    expect(facts({ agent_id }).agent).toEqual({ ...NOBODY, agent_id, ...found });
  });
});

describe("a provider", () => {
  const NONE = { trusted: false, allowed: false, denied: false, observation: false };
  test.each<[string, string | null, Partial<Record<Exclude<Provider["status"], "id">, boolean>>]>([
    ["https://api.weather.example", "weather", { trusted: true, allowed: true }],
    ["https://API.weather.example:443/x?y", "weather", { trusted: true, allowed: true }],
    ["https://api.weather.example/betamax", "weather", { trusted: true, allowed: true }],
    ["https://api.weather.example/beta", "beta", { observation: true }],
    ["https://api.weather.example/beta/deep/er", "deep", { denied: true }],
    ["https://api.weather.example/x/../beta/%64eep", "deep", { denied: true }],
    ["https://maps.example/v1", "maps", { allowed: true }],
    ["https://maps.example/v1/..%2Fv2", null, {}],
    ["https://maps.example", null, {}],
    ["https://maps.example/v10", null, {}],
    ["http://api.weather.example", null, {}],
    ["https://user@api.weather.example", null, {}],
    ["https://api.weather.example@evil.example", null, {}],
    ["https:", null, {}],
    ["https://", null, {}],
    ["", null, {}],
  ])("%s is %s", (provider_url, id, statuses) => {
    const url = REGISTER.providers.find((one) => one.id === id)?.url ?? provider_url;
    expect(facts({ provider_url }).provider).toEqual({ ...NONE, ...statuses, id, url, known: id !== null });
  });

  test("that is listed with an address that is none matches nothing", () => {
    const register: Register = { ...REGISTER, providers: [{ id: "bad", url: "https:", status: "trusted" }] };
    const payment: Payment = { agent_id: "runner", provider_url: "https:", chain: "base", recipient: null };
    expect(factsOf(register, payment).provider.known).toBe(false);
  });
});

describe("a recipient", () => {
  test.each([
    [WALLET, "base", { address: WALLET, allowed: true, denied: false, known: true }],
    [WALLET.toLowerCase(), "base", { address: WALLET, allowed: true, denied: false, known: true }],
    [THIEF, "base", { address: THIEF, allowed: false, denied: true, known: true }],
    [WALLET, "Base", { address: WALLET, allowed: false, denied: false, known: false }],
    [WALLET, "base-sepolia", { address: WALLET, allowed: false, denied: false, known: false }],
    [null, "base", { address: null, allowed: false, denied: false, known: false }],
  ])("%s on %s is %j", (recipient, chain, found) => {
    expect(facts({ recipient, chain }).recipient).toEqual({ ...found, chain });
  });
});

test("the emergency switches are those of the register", () => {
  expect(facts({}).emergency).toEqual({ freeze_all: false, paused_agents: ["suspect"] });
});
