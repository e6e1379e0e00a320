import { describe, expect, test } from "vitest";
import { factsOf } from "../../kernel/register.ts";
import { parseJsonPolicy } from "../json/parse.ts";
import type { Source } from "../source.ts";
import { parseYaml } from "../yaml/parse.ts";
import { looksLikeSbo3l, readSbo3l } from "./document.ts";

const WALLET = `0x${"aB".repeat(20)}`;

const POLICY = {
  version: 1,
  policy_id: "small-purchases",
  description: "what the weather agent may buy",
  default_decision: "requires_human",
  agents: [{ agent_id: "weather-agent", status: "active", policy_role: "research" }],
  budgets: [
    { agent_id: "weather-agent", scope: "per_tx", cap_usd: "0.50" },
    { agent_id: "weather-agent", scope: "daily", cap_usd: "10.00", scope_key: null, soft_cap_usd: null },
    { agent_id: "weather-agent", scope: "per_provider", scope_key: "weather", cap_usd: "5", soft_cap_usd: "4.5" },
  ],
  providers: [{ id: "weather", url: "https://api.weather.example", status: "trusted", cert_pin_sha256: null }],
  recipients: [{ address: WALLET, chain: "base", status: "allowed", label: "the wallet" }],
  rules: [
    {
      id: "no-stranger",
      effect: "deny",
      deny_code: "policy.deny_unknown_provider",
      when: "not input.provider.trusted",
    },
    { id: "small", effect: "allow", deny_code: null, when: 'input.token == "USDC" and input.amount_usd <= 0.50' },
  ],
  emergency: { freeze_all: false, paused_agents: [] as string[] },
};

function json(value: unknown): Source {
  return parsed(parseJsonPolicy({ name: "policy.json", text: JSON.stringify(value, null, 2) }));
}

function yaml(text: string): Source {
  return parsed(parseYaml({ name: "policy.yaml", text }));
}

function parsed(source: Source | { readonly message: string }): Source {
  if ("message" in source) throw new Error(source.message);
  return source;
}

function problems(source: Source): readonly string[] {
  const { reading, document } = readSbo3l(source);
  expect(document === null).toBe(reading.diagnostics.some(({ severity }) => severity === "error"));
  return reading.diagnostics.map(({ code, file, line, column, message }) => {
    expect(message).toMatch(/^[^A-Z\n][^\n]*$/);
    return `${file.replace("policy.", "")}:${line}:${column} ${code}`;
  });
}

/** The policy with one value replaced, or removed when it is undefined. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(POLICY) as unknown as Record<string, unknown>;
  const names = path.split("/");
  const last = names.pop() ?? "";
  let at: Record<string, unknown> = copy;
  for (const name of names) at = at[name] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

describe("an SBO3L document", () => {
  test("is read with canonical amounts, our words for effects, and null for what is left out", () => {
    const { document, reading } = readSbo3l(json(POLICY));
    expect(reading.diagnostics).toEqual([]);
    expect(document).toMatchObject({
      policy_id: "small-purchases",
      default_decision: "ask",
      register: { agents: POLICY.agents, emergency: POLICY.emergency },
      budgets: [
        { scope: "per_tx", scope_key: null, cap_usd: "0.5", soft_cap_usd: null },
        { scope: "daily", scope_key: null, cap_usd: "10", soft_cap_usd: null },
        { scope: "per_provider", scope_key: "weather", cap_usd: "5", soft_cap_usd: "4.5" },
      ],
      rules: [
        { id: "no-stranger", effect: "deny", deny_code: "policy.deny_unknown_provider", when: { kind: "not" } },
        { id: "small", effect: "allow", deny_code: null, when: { kind: "and" } },
      ],
    });
    expect(document?.register.providers).toEqual([
      { id: "weather", url: "https://api.weather.example", status: "trusted" },
    ]);
    expect(document?.register.recipients).toEqual([{ address: WALLET, chain: "base", status: "allowed" }]);
  });

  test("answers for its lists", () => {
    const { document } = readSbo3l(json(POLICY));
    const payment = {
      agent_id: "weather-agent",
      provider_url: "https:",
      chain: "base",
      recipient: WALLET.toLowerCase(),
    };
    expect(document && factsOf(document.register, payment)).toMatchObject({
      agent: { active: true, policy_role: "research" },
      provider: { trusted: false, known: false },
      recipient: { allowed: true },
    });
  });

  test("may be YAML, with numbers where JSON has strings", () => {
    const text = `# what may be bought
version: 1
policy_id: small-purchases
default_decision: deny
agents:
  - {agent_id: weather-agent, status: active}
budgets:
  - agent_id: weather-agent
    scope: daily
    cap_usd: 10.10
providers: []
recipients: []
rules:
  - id: small
    effect: allow
    when: >-
      input.token == "USDC"
      and input.amount_usd <= 0.50
`;
    const { document, reading } = readSbo3l(yaml(text));
    expect(reading.diagnostics).toEqual([]);
    expect(document?.budgets[0]?.cap_usd).toBe("10.1");
    expect(document?.rules[0]).toMatchObject({ line: 14, when: { kind: "and" } });
    expect(document?.register.emergency).toEqual({ freeze_all: false, paused_agents: [] });
    expect(document?.register.agents[0]?.policy_role).toBeNull();
  });

  test("is known by its top-level keys", () => {
    expect(looksLikeSbo3l(POLICY)).toBe(true);
    for (const other of [null, [], "x", {}, { version: 1 }, { policy_id: "x" }, Object.create(POLICY)])
      expect(looksLikeSbo3l(other)).toBe(false);
  });

  test("that is empty lacks the eight required keys", () => {
    expect(problems(yaml("{}"))).toEqual(Array(8).fill("yaml:0:0 policy.missing_key"));
  });

  test.each([
    ["version", 2, "json:2:14 policy.version"],
    ["version", "1", "json:2:14 value.type"],
    ["policy_id", "No", "json:3:16 value.form"],
    ["description", "x".repeat(513), "json:4:18 value.length"],
    ["default_decision", "allow", "json:5:23 value.unknown_word"],
    ["agents", [], "json:6:13 value.empty"],
    ["agents", {}, "json:6:13 value.type"],
    ["agents/0/status", "retired", "json:9:17 value.unknown_word"],
    ["agents/0/status", undefined, "json:7:5 agent.missing_key"],
    ["agents/0/name", "x", "json:11:7 agent.unknown_key"],
    ["agents/1", { agent_id: "weather-agent", status: "paused" }, "json:13:19 agent.duplicate_id"],
    ["budgets/0/cap_usd", "0.505", "json:17:18 value.decimal"],
    ["budgets/0/cap_usd", "1e3", "json:17:18 value.decimal"],
    ["budgets/0/scope", "weekly", "json:16:16 value.unknown_word"],
    [
      "budgets/1",
      { agent_id: "weather-agent", scope: "per_tx", scope_key: "", cap_usd: "1" },
      "json:21:16 budget.duplicate",
    ],
    ["providers/0/url", "https:", "json:37:14 value.url"],
    ["providers/0/url", "https://u@h/", "json:37:14 value.url"],
    ["providers/0/url", "https://h/?a", "json:37:14 value.url"],
    ["providers/0/id", "ab", "json:36:13 value.length"],
    ["providers/0/cert_pin_sha256", "abc", "json:39:26 value.form"],
    ["recipients/0/address", "0x12", "json:44:18 value.form"],
    [
      "recipients/1",
      { address: WALLET.toLowerCase(), chain: "base", status: "denied" },
      "json:50:18 recipient.duplicate",
    ],
    ["rules", [], "json:50:12 value.empty"],
    ["rules/0/deny_code", "auth.no", "json:54:20 value.form"],
    ["rules/0/deny_code", null, "json:51:5 rule.deny_code_missing"],
    ["rules/0/when", "", "json:55:15 value.length"],
    ["rules/0/when", "x".repeat(2049), "json:55:15 value.length"],
    ["rules/0/when", 'input.token == "\\\\" and nonsense', "json:55:44 expression.path"],
    ["rules/0/when", "not input.provider.thrusted", "json:55:20 expression.path"],
    ["rules/0/when", 'input.amount_usd <= "0.50"', "json:55:33 expression.type"],
    ["rules/1/id", "no-stranger", "json:58:13 rule.duplicate_id"],
    ["emergency/paused_agents", ["?"], "json:67:7 value.form"],
    ["emergency/freeze", true, "json:67:5 emergency.unknown_key"],
    ["assets", [], "json:68:3 policy.unknown_key"],
  ])("with %s %j has one problem", (path, value, problem) => {
    expect(problems(json(changed(path, value)))).toEqual([problem]);
  });

  test("has all its problems told at once", () => {
    const text = `version: 1
policy_id: small-purchases
default_decision: perhaps
agents: [{agent_id: A, status: active, role: x}]
budgets: [{agent_id: abc, scope: daily}]
providers: [{id: abc, url: ftp://h, status: trusted}]
recipients: []
rules:
  - {id: one, effect: deny, when: 'not ''x'' or true'}
  - {id: two, effect: deny, when: inputs.token == 1 and input.tokn == 2}
`;
    expect(problems(yaml(text)).toSorted()).toEqual([
      "yaml:10:35 expression.path",
      "yaml:10:57 expression.path",
      "yaml:3:19 value.unknown_word",
      "yaml:4:21 value.form",
      "yaml:4:40 agent.unknown_key",
      "yaml:5:11 budget.missing_key",
      "yaml:6:28 value.url",
      "yaml:9:40 expression.syntax",
    ]);
  });

  test("with a thousand bad rules is answered soon", () => {
    const rules = Array.from({ length: 1500 }, (_, i) => ({ id: `rule-${i}`, effect: "deny", when: "(".repeat(2000) }));
    expect(problems(json({ ...POLICY, rules }))).toHaveLength(1001);
  });
});
