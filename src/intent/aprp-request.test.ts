import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { canonical, decide, type Facts, loadPolicies, type Snapshot, toRequest } from "../index.ts";

const file = (name: string): string => readFileSync(`vectors/policy/sbo3l/${name}`, "utf8");
const load = (name: string): Snapshot => loadPolicies([{ name, text: file(name) }]);

const DOCUMENT = JSON.parse(file("payment.json")) as { readonly [name: string]: unknown };
const FACTS: Facts = { at: "2026-11-20T11:00:00Z", nonce: "free" };
const call = (changes: object = {}, beside: object = {}): object => ({
  ...{ kind: "aprp", request: { ...DOCUMENT, ...changes }, ...beside },
});

test("a payment document becomes a request of its agent to a provider of the lists", () => {
  const request = toRequest(call({}, { tenant: "acme", session: "s1" }), load("small-calls.json"));
  expect(request).toMatchObject({
    ...{ kind: "action", refusal: null, expiry: "2026-11-20T12:00:00.000Z", nonce: DOCUMENT["nonce"] },
    principal: { type: "Writ::Agent", id: "research-agent-01" },
    action: { type: "Writ::Action", id: "payment.request" },
    resource: { type: "Writ::Provider", id: "api" },
    context: { session_id: "s1", tenant: "acme" },
    given: { context: { amount_usd: "0.05", provider: { trusted: true }, agent: { policy_role: "research" } } },
    parts: [{ kind: "action", action: "payment.request", amount: "0.05", currency: "USD", tenant: "acme" }],
  });
});

test("a provider that nobody lists is known by its address", () => {
  const { resource } = toRequest(call({ provider_url: "https://else.example" }), load("small-calls.json"));
  expect(resource.id).toBe("https://else.example");
});

test("budgets see what moves, from whom to whom; what is not listed is unknown", () => {
  const { movements } = toRequest(call({}, { session: "s1" }), load("small-calls.json"));
  expect(movements).toEqual([
    {
      amounts: { USD: "0.05" },
      dimensions: {
        ...{ principal: "research-agent-01", session: "s1", task: "task-1", action: "payment.request", tool: null },
        ...{ provider: "api", payee: `0x${"aa".repeat(20)}` },
      },
    },
  ]);
});

test.each<[string, string | undefined]>([
  ...["", "/", "/#1", "/a/..", "/?1"].map(
    (end) => [`https://else.example${end}`, "https://else.example"] as [string, string],
  ),
  ["HTTPS://ELSE.example:443/", "https://else.example"],
  ["https://u@else.example/", "https://else.example"],
  ["https://else.example:8443/", "https://else.example:8443"],
  ["https://else.example\\@shop.example/", undefined],
])("a provider that nobody lists is told apart by its origin: %s", (provider_url, provider) => {
  const { movements } = toRequest(call({ provider_url }), load("small-calls.json"));
  expect(movements?.[0]?.dimensions.provider).toBe(provider);
});

test("a listed asset is told apart by its CAIP name", () => {
  const text = `${file("tables.toml")}\n[[budgets]]\nid = "b"\nlimit = 1\ncurrency = "USD"\nwindow = "per_request"\n`;
  const snapshot = loadPolicies([{ name: "policy.toml", text }]);
  const { movements } = toRequest(call({ token: "WETH", chain: "sepolia" }), snapshot);
  const asset = "eip155:11155111/erc20:0xfff9976782d46cc05630d1f6ebab18b2324d6b14";
  expect(movements?.[0]?.dimensions).toMatchObject({ asset, chain: "eip155:11155111" });
});

test("two evaluations of the same request and snapshot agree, byte for byte", () => {
  const both = [load("human-by-default.yaml"), load("human-by-default.yaml")].map((snapshot) =>
    canonical(decide(call(), snapshot, FACTS)),
  );
  expect(both[0]).toBe(both[1]);
});

test("the decision names the snapshot, and an edited policy is another one", () => {
  const text = file("human-by-default.yaml");
  const hashes = [text, text.replace("amount_usd < 1", "amount_usd < 2")].map((edited) => {
    const snapshot = loadPolicies([{ name: "p.yaml", text: edited }]);
    const { policy_snapshot_hash } = decide(call(), snapshot, FACTS);
    expect(policy_snapshot_hash).toBe(snapshot.hash);
    return policy_snapshot_hash;
  });
  expect(hashes[0]).toMatch(/^0x[0-9a-f]{64}$/);
  expect(hashes[0]).not.toBe(hashes[1]);
});

const TIP = { intent: "tip", task_id: "told" };

/** All that can be wrong with one request, the first reason removed at each step. */
test("the code is that of the first reason: replay, expiry, agent, rule, freeze, table, contradiction, default", () => {
  const tables = '[risk]\nallowed = ["low"]\n[[agents]]\nid = "listed"\nstatus = "revoked"\n';
  const snapshot = loadPolicies([
    { name: "frozen.yaml", text: file("frozen.yaml") },
    { name: "policy.toml", text: tables },
  ]);
  const thawed = loadPolicies([
    { name: "human.yaml", text: file("human-by-default.yaml").replace("requires_human", "deny") },
    { name: "policy.toml", text: tables },
  ]);
  const bad = { ...TIP, risk_class: "high", payment_protocol: "erc20_transfer" };
  const late = { at: "2027-01-01T00:00:00Z", nonce: "free" } as const;
  const steps: readonly (readonly [object, Facts, Snapshot])[] = [
    [{ ...bad, agent_id: "listed" }, { ...late, nonce: "replayed" }, snapshot],
    [{ ...bad, agent_id: "listed" }, late, snapshot],
    [{ ...bad, agent_id: "listed" }, FACTS, snapshot],
    [bad, FACTS, snapshot],
    [{ ...bad, task_id: "other" }, FACTS, snapshot],
    [bad, FACTS, thawed],
    [{ ...bad, risk_class: "low" }, FACTS, thawed],
    [{ task_id: "other" }, FACTS, thawed],
  ];
  expect(steps.map(([changes, facts, policy]) => decide(call(changes), policy, facts).deny_code)).toEqual([
    ...["policy.nonce_replayed", "policy.expiry_in_past", "auth.agent_revoked", "policy.deny_emergency_frozen"],
    ...["policy.frozen", "policy.risk_class_blocked", "policy.request_inconsistent", "policy.no_matching_rule"],
  ]);
});

test("a stated default is an answer that no other policy overrules, and a table restricts no other call", () => {
  const allow =
    '[[rules]]\naction = "payment.request"\neffect = "allow"\n[[rules]]\naction = "PAY"\neffect = "allow"\n';
  const snapshot = loadPolicies([
    { name: "human.yaml", text: file("human-by-default.yaml") },
    { name: "policy.toml", text: `${allow}[risk]\nallowed = ["low"]\n` },
  ]);
  expect(decide(call(), snapshot, FACTS)).toMatchObject({ decision: "ask", approvals: { missing: [null] } });
  expect(decide({ kind: "action", action: "PAY" }, snapshot, FACTS).decision).toBe("allow");
});

test("an agent that is revoked or paused may do nothing else either, and a freeze stops everything", () => {
  const rules = '[[rules]]\naction = "PAY"\neffect = "allow"\n';
  const codes = (principal: string, name: string): string | null => {
    const snapshot = loadPolicies([
      { name, text: file(name) },
      { name: "policy.toml", text: rules },
    ]);
    return decide({ kind: "action", action: "PAY", principal }, snapshot, FACTS).deny_code;
  };
  expect(codes("former-agent", "small-calls.json")).toBe("auth.agent_revoked");
  expect(codes("stopped-agent", "small-calls.json")).toBe("emergency.agent_paused");
  expect(codes("somebody-else", "small-calls.json")).toBe(null);
  expect(codes("somebody-else", "tables.toml")).toBe("auth.agent_not_found");
  expect(codes("research-agent-01", "frozen.yaml")).toBe("policy.frozen");
});
