import { expect, test } from "vitest";
import type { Rule, Snapshot } from "../../kernel/rule.ts";
import { coverageOf, joinCoverage } from "./coverage.ts";

const rule = (id: string, line: number): Rule => {
  return { id, effect: "deny", tier: "user", when: [], line, reason: null, code: null };
};

const snapshot = {
  policies: [{ source: "policy.toml", about: "tool", combine: "first_match", rules: [rule("a", 1), rule("b", 5)] }],
} as unknown as Snapshot;

test("a rule is covered when it decides a case", () => {
  expect(coverageOf(snapshot, [["a"], [], ["a"]])).toEqual([
    { rule: "a", source: "policy.toml:1", decided: 2 },
    { rule: "b", source: "policy.toml:5", decided: 0 },
  ]);
});

test("rules that several files test count once, and a percentage is never rounded up", () => {
  const joined = joinCoverage([coverageOf(snapshot, [["a"]]), coverageOf(snapshot, [["a"]])]);
  expect(joined).toMatchObject({ covered: 1, percent: 50, rules: [{ decided: 2 }, { decided: 0 }] });
  const thirds = ["a", "b", "c"].map((id, i) => ({ rule: id, source: "p", decided: Math.min(i, 1) }));
  expect(joinCoverage([thirds]).percent).toBe(66.6);
});

test("no rules are covered wholly", () => {
  expect(joinCoverage([])).toEqual({ rules: [], covered: 0, percent: 100 });
});
