import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { checkPolicies, type Ports } from "./load.ts";
import type { PolicyFile } from "./source.ts";

const PORTS: Ports = {
  sha256: (data) => createHash("sha256").update(data).digest("hex"),
  judge: () => {
    throw new Error("nothing here has examples");
  },
};

const check = (...files: PolicyFile[]): ReturnType<typeof checkPolicies> => checkPolicies(files, {}, PORTS);
const toml = (text: string, name = "policy.toml"): PolicyFile => ({ name, text });
const problems = (...files: PolicyFile[]): readonly string[] =>
  check(...files).diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);

const AGENT = '[[agents]]\nid = "ada"\n';
const API = '[[providers]]\nid = "api"\nurl = "https://api.example.com"\nstatus = "trusted"\n';
const WETH = `[[assets]]
id = "eip155:1/erc20:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"
decimals = 18
chain = "mainnet"
symbol = "WETH"
`;

const document = (changes: object): string =>
  JSON.stringify({
    ...{ version: 1, policy_id: "one-document", default_decision: "deny" },
    agents: [{ agent_id: "bob", status: "revoked" }],
    ...{ budgets: [], providers: [], recipients: [] },
    rules: [{ id: "allow-all", effect: "allow", when: "true" }],
    ...changes,
  });

test("a policy that lists nobody restricts nobody", () => {
  const { snapshot } = check(toml(""));
  expect(snapshot).toMatchObject({ register: null, closed: [], assets: [], risk: null });
});

test("the lists of a Writ policy are closed, with their defaults", () => {
  const { snapshot, diagnostics } = check(toml(`${AGENT}owner = "user:eve"\n${API}${WETH}[risk]\nallowed = ["low"]\n`));
  expect(diagnostics).toEqual([]);
  expect(snapshot).toMatchObject({
    register: {
      agents: [{ agent_id: "ada", status: "active", policy_role: null, owner: "user:eve" }],
      providers: [{ id: "api", status: "trusted" }],
      emergency: { freeze_all: false, paused_agents: [] },
    },
    closed: ["agents", "providers"],
    assets: [{ id: "eip155:1/erc20:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", decimals: 18, chain: "mainnet" }],
    risk: ["low"],
  });
});

test("the lists of several files add up, and those of a document close nothing", () => {
  const emergency = { freeze_all: true, paused_agents: ["bob"] };
  const { snapshot } = check(
    toml(`${API}[emergency]\npaused_agents = ["ada", "bob"]\n`),
    toml(
      document({ emergency, providers: [{ id: "data", url: "https://data.example.com", status: "denied" }] }),
      "p.json",
    ),
  );
  expect(snapshot).toMatchObject({
    register: {
      agents: [{ agent_id: "bob", status: "revoked", policy_role: null }],
      providers: [{ id: "api" }, { id: "data" }],
      emergency: { freeze_all: true, paused_agents: ["ada", "bob"] },
    },
    closed: ["providers"],
  });
});

test.each([
  ["an agent without a name", '[[agents]]\nstatus = "active"\n', ["policy.toml:1:1 agent.missing_key"]],
  ["an agent with two names", `${AGENT}agent_id = "eve"\n`, ["policy.toml:1:1 agent.missing_key"]],
  ["an agent twice", AGENT + AGENT, ["policy.toml:4:6 agent.duplicate_id"]],
  ["a misspelt status", `${AGENT}status = "revokd"\n`, ["policy.toml:3:10 value.unknown_word"]],
  ["a list without rows", "agents = []\n", ["policy.toml:1:10 value.empty"]],
  ["an asset that is a symbol", WETH.replace(/"eip155.*"/, '"WETH"'), ["policy.toml:2:6 value.form"]],
  ["an asset without decimals", WETH.replace("decimals = 18\n", ""), ["policy.toml:1:1 asset.missing_key"]],
  ["decimals that are none", WETH.replace("18", "37"), ["policy.toml:3:12 value.range"]],
  ["two assets of one name", WETH + WETH.replace("0xC0", "0xC1"), ["policy.toml:10:10 asset.duplicate_symbol"]],
  ["an unknown risk class", '[risk]\nallowed = ["lwo"]\n', ["policy.toml:2:12 value.unknown_word"]],
  ["no risk classes at all", "[risk]\n", ["policy.toml:1:1 risk.missing_key"]],
  ["a provider that is no place", API.replace("https://", "https://me@"), ["policy.toml:3:7 value.url"]],
  [
    "a tool call that wants to be a payment request",
    '[classify.pay]\naction = "payment.request"\n',
    ["policy.toml:2:10 classify.payment_request"],
  ],
])("%s is an error", (_title, text, expected) => {
  expect(problems(toml(text))).toEqual(expected);
});

test("what is listed in two files is an error", () => {
  const risk = '[risk]\nallowed = ["low"]\n';
  const one = AGENT + API + WETH + risk;
  expect(problems(toml(one, "a.toml"), toml(one, "b.toml"))).toEqual([
    "b.toml:1:1 agent.duplicate_id",
    "b.toml:3:1 provider.duplicate_id",
    "b.toml:7:1 asset.duplicate_id",
    "b.toml:7:1 asset.duplicate_symbol",
    "b.toml:12:1 risk.duplicate",
  ]);
});

test("the id of a document's rule is taken, whatever the file", () => {
  const rule = '[[rules]]\nid = "allow-all"\naction = "a"\n';
  expect(problems(toml(rule), toml(document({}), "p.json"))).toEqual([
    expect.stringMatching(/^p\.json:\d+:\d+ rule\.duplicate_id$/),
  ]);
});

test.each([
  ["JSON", "p.json", document({ approval_mode: "ask" })],
  ["YAML", "p.yaml", `approval_mode: ask\n${document({})}`],
])("a document of two languages is an error in %s", (_title, name, text) => {
  expect(check(toml(text, name)).snapshot).toBe(null);
});

test.each(["{}", "", "[]", "version: 1\n", "rulez: []\n"])("YAML that fits no language is an error: %j", (text) => {
  expect(check(toml(text, "p.yml")).snapshot).toBe(null);
});

test("a policy of Writ's own may be YAML", () => {
  const text = "rules:\n  - action: PAY\n    effect: allow\n    limit: 10.10\n    currency: USD\n";
  const { snapshot } = check(toml(text, "p.yaml"));
  expect(snapshot?.policies).toMatchObject([
    { source: "p.yaml", rules: [{ line: 2, when: [{}, {}, { kind: "at_most", field: "amount", value: "10.1" }] }] },
  ]);
});
