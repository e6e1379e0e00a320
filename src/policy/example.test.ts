import { expect, it, describe as suite } from "vitest";
import type { Decision } from "../kernel/decision.ts";
import { describe } from "../kernel/diagnostic.ts";
import type { Effect } from "../kernel/effect.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { sha256 } from "../sha256/node.ts";
import { checkPolicies } from "./load.ts";

function answer(decision: Effect, more: Partial<Decision> = {}): Decision {
  return {
    decision,
    status: "ALLOWED",
    deny_code: null,
    deny_detail: null,
    policy_snapshot_hash: "0x",
    matched_rules: [],
    reasons: [],
    near_misses: [],
    errors: [],
    approvals: null,
    constraints: null,
    ...more,
  };
}

interface Heard {
  readonly calls: readonly unknown[];
  readonly snapshots: readonly Snapshot[];
  readonly problems: readonly string[];
  readonly loads: boolean;
}

/** Loads one rule with a judge that gives the same answer to every call, and tells what the judge was asked. */
function hear(keys: string, decision: Decision, head = ""): Heard {
  const calls: unknown[] = [];
  const snapshots: Snapshot[] = [];
  const judge = (call: unknown, snapshot: Snapshot): Decision => {
    calls.push(call);
    snapshots.push(snapshot);
    return decision;
  };
  const text = `${head}[[rules]]\naction = "deny"\n${keys}\n`;
  const { snapshot, diagnostics } = checkPolicies([{ name: "p.toml", text }], {}, { sha256, judge });
  return { calls, snapshots, problems: diagnostics.map(describe), loads: snapshot !== null };
}

suite("examples", () => {
  it("are calls, or arguments for the rule's exact tool", () => {
    const { calls, loads } = hear(
      'tool = "sh"\nexamples = { deny = ["rm -rf /", ["rm", "-r"], { kind = "tool", tool = "x", args = { n = 1, at = 2026-01-01 } }] }',
      answer("deny", { deny_code: "policy.denied" }),
    );
    expect(loads).toBe(true);
    expect(calls).toEqual([
      { kind: "tool", tool: "sh", server: null, args: ["rm -rf /"] },
      { kind: "tool", tool: "sh", server: null, args: ["rm", "-r"] },
      { kind: "tool", tool: "x", args: { n: 1, at: "2026-01-01" } },
    ]);
  });

  it.each([
    ['tool_pattern = "sh"', { tool: "sh", server: null }],
    ['tool_pattern = "sh"\nserver = "s"', { tool: "sh", server: "s" }],
    ['tool = "s/sh"', { tool: "sh", server: "s" }],
  ])("take the tool from %j", (keys, named) => {
    const { calls } = hear(`${keys}\nexamples = { deny = ["x"] }`, answer("deny"));
    expect(calls).toEqual([{ kind: "tool", ...named, args: ["x"] }]);
  });

  it("refuse the policy when one is answered otherwise, and say why", () => {
    const { problems, loads } = hear(
      'tool = "sh"\nexamples.allow = ["ls"]\nexamples.ask = [["a"]]',
      answer("deny", { deny_code: "policy.denied", deny_detail: "denied by `p#1`" }),
    );
    expect(loads).toBe(false);
    expect(problems).toEqual([
      "p.toml:4:19: error: the answer should be `allow` but is `deny`: denied by `p#1`",
      "p.toml:5:17: error: the answer should be `ask` but is `deny`: denied by `p#1`",
    ]);
  });

  it("name the rules that answered", () => {
    const { problems } = hear('tool = "sh"\nexamples.deny = ["ls"]', answer("allow", { matched_rules: ["a", "b"] }));
    expect(problems).toEqual(["p.toml:4:18: error: the answer should be `deny` but is `allow`: by `a`, `b`"]);
  });

  it.each([
    ['tool_pattern = "sh*"', '"x"'],
    ['tool = ["a", "b"]', '"x"'],
    ['tool = "a"', "1"],
    ['tool = "a"', "[1]"],
    ['tool = "a"', `{ a${".a".repeat(100)} = 1 }`],
  ])("must be calls: %s with %s is none", (keys, example) => {
    const { problems, calls } = hear(`${keys}\nexamples.deny = [${example}]`, answer("deny"));
    expect(calls).toEqual([]);
    expect(problems[0]).toContain("p.toml:4:18: error: not a call");
  });

  it("are not fulfilled by the refusal of a malformed call", () => {
    const refused = answer("deny", { deny_code: "request.invalid", deny_detail: "no `kind`" });
    const { problems } = hear('tool = "sh"\nexamples.deny = [{ tool = "x" }]', refused);
    expect(problems).toEqual(["p.toml:4:18: error: not a call: no `kind`"]);
  });

  it("ask for the policy's answer, whether or not somebody can be asked", () => {
    const { snapshots, loads } = hear(
      'tool = "sh"\nexamples.ask = ["x"]',
      answer("ask"),
      "[settings]\nheadless = true\n",
    );
    expect(snapshots.map(({ settings }) => settings.headless)).toEqual([false]);
    expect(loads).toBe(true);
  });

  it("of a disabled rule, and of a policy with errors, are not judged", () => {
    expect(hear('tool = "sh"\nenabled = false\nexamples.ask = ["x"]', answer("deny"))).toMatchObject({
      calls: [],
      loads: true,
    });
    expect(hear('tool = "sh"\nlimits = 1\nexamples.ask = ["x"]', answer("ask"))).toMatchObject({
      calls: [],
      loads: false,
    });
  });
});
