/** The conditions of package.json that leave out code: the answers stay, or are stricter. */

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Decision, Facts } from "../../src/decide.ts";
import { decide, loadPolicies, type Snapshot, toRequest } from "../../src/index.ts";
import { buildPackage } from "./built.ts";

const root = buildPackage();
afterAll(() => rmSync(root, { recursive: true }));

const PROGRAM = `
import { decide } from ${JSON.stringify(join(root, "dist/decide.js"))};
const { snapshot, requests, facts } = JSON.parse(process.argv[1]);
console.log(JSON.stringify(requests.map((request) => decide(request, snapshot, facts))));
`;

/** What the package answers under the conditions. */
function decideUnder(
  conditions: readonly string[],
  calls: readonly unknown[],
  snapshot: Snapshot,
  facts: Facts = {},
): Decision[] {
  const requests = calls.map((call) => toRequest(call, snapshot));
  const flags = conditions.flatMap((condition) => ["--conditions", condition]);
  const given = JSON.stringify({ snapshot, requests, facts });
  return JSON.parse(
    execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", PROGRAM, given], { encoding: "utf8" }),
  );
}

const TOOLS = ["a", "b", "c", "d", "e", "f"].map(
  (name) =>
    `[[rules]]\nname = "${name}"\naction = "allow"\ntool_pattern = "${name}*"\narg_pattern = "/srv/${name}/*"\n`,
);
const toolSnapshot = loadPolicies([{ name: "policy.toml", text: TOOLS.join("\n") }]);
const toolCalls = ["/srv/a/x", "/srv/b/x"].map((path) => ({ kind: "tool", tool: "a_tool", args: [path] }));

const access = { kind: "access", subject: { type: "User", id: "alice" }, resource: { type: "Account", id: "home" } };
const question = (name: string, amount: number): unknown => ({
  ...access,
  action: { type: "Action", id: name },
  context: { amount },
});

function cedarSnapshot(cedar_errors: "deny" | "skip"): Snapshot {
  const text = `
    permit (principal in Group::"staff", action == Action::"view", resource);
    permit (principal, action == Action::"pay", resource) when { context.amount < 10 };
    permit (principal, action == Action::"move", resource);
    forbid (principal, action == Action::"move", resource) when { context.amount > 10 };`;
  const entities = [{ uid: { type: "User", id: "alice" }, attrs: {}, parents: [{ type: "Group", id: "staff" }] }];
  return loadPolicies([{ name: "policy.cedar", text }], { entities, settings: { cedar_errors } });
}

const cedarCalls = [question("view", 1), question("pay", 1), question("move", 1)];
const paySnapshot = loadPolicies([
  {
    name: "policy.toml",
    text: `
      [[rules]]
      name = "pay"
      action = "payment"
      effect = "allow"

      [[budgets]]
      id = "each"
      limit = 100
      currency = "USD"
      window = "per_request"`,
  },
]);
const payCalls = [{ kind: "action", action: "payment", amount: "1", currency: "USD", principal: "p" }];

const payment = JSON.parse(readFileSync("vectors/policy/sbo3l/payment.json", "utf8"));
const listText = readFileSync("vectors/policy/sbo3l/small-calls.json", "utf8");
const listSnapshot: Snapshot = { ...loadPolicies([{ name: "small-calls.json", text: listText }]), budgets: [] };
const listCalls = [{ kind: "aprp", request: payment }];
const listFacts: Facts = { at: "2026-11-20T11:00:00Z", nonce: "free" };

const effects = (answers: readonly Decision[]): readonly string[] => answers.map(({ decision }) => decision);

describe("a small build", () => {
  it("gives the same answers without an index over globs", () => {
    const answers = decideUnder(["small"], toolCalls, toolSnapshot);
    expect(answers).toEqual(toolCalls.map((call) => decide(call, toolSnapshot)));
    expect(effects(answers)).toEqual(["allow", "ask"]);
  });

  it("gives the same answers of Cedar policies out of JSON", () => {
    const snapshot = cedarSnapshot("deny");
    expect(decideUnder(["small"], cedarCalls, snapshot)).toEqual(cedarCalls.map((call) => decide(call, snapshot)));
  });

  it.each(["deny", "skip"] as const)("without Cedar allows by scopes only, with cedar_errors = %j", (errors) => {
    const snapshot = cedarSnapshot(errors);
    expect(effects(cedarCalls.map((call) => decide(call, snapshot)))).toEqual(["allow", "allow", "allow"]);
    const answers = decideUnder(["small", "without-cedar"], cedarCalls, snapshot);
    expect(effects(answers)).toEqual(["allow", "deny", "deny"]);
    expect(answers[2]?.errors.map(({ text }) => text)).toEqual(["this build reads no expressions"]);
  });

  it("gives the same answers by rules without money", () => {
    const answers = decideUnder(["without-money"], toolCalls, toolSnapshot);
    expect(answers).toEqual(toolCalls.map((call) => decide(call, toolSnapshot)));
  });

  it("without money denies what a budget would be asked about", () => {
    expect(effects(payCalls.map((call) => decide(call, paySnapshot)))).toEqual(["allow"]);
    expect(decideUnder(["without-money"], payCalls, paySnapshot)).toMatchObject([
      { decision: "deny", deny_code: "policy.undecidable", deny_detail: "this build has no budgets", reasons: [] },
    ]);
  });

  it("without money denies what an agent asks for whom a register may have stopped", () => {
    expect(decideUnder([], listCalls, listSnapshot, listFacts)).toMatchObject([{ decision: "allow" }]);
    expect(decideUnder(["without-money"], listCalls, listSnapshot, listFacts)).toMatchObject([
      { decision: "deny", deny_code: "policy.undecidable", deny_detail: "this build has no lists of agents" },
    ]);
  });

  it("without money denies every payment that tables would be asked about", () => {
    const text = '[[rules]]\nname = "pay"\naction = "payment.request"\neffect = "allow"';
    const unlisted = loadPolicies([{ name: "policy.toml", text }]);
    expect(decideUnder([], listCalls, unlisted, listFacts)).toMatchObject([{ decision: "allow" }]);
    expect(decideUnder(["without-money"], listCalls, unlisted, listFacts)).toMatchObject([
      { decision: "deny", deny_code: "policy.undecidable", deny_detail: "this build has no tables of payments" },
    ]);
  });
});
