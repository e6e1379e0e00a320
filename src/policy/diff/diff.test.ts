import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadPolicies } from "../../index.ts";
import type { Condition } from "../../kernel/rule.ts";
import { conditionText } from "./condition-text.ts";
import { diffPolicies } from "./diff.ts";
import { moved } from "./order.ts";

const load = (text: string, name = "policy.toml") => loadPolicies([{ name, text }]);
const diff = (before: string, after: string) => diffPolicies(load(before, "old.toml"), load(after, "new.toml"));

const rule = (id: string, more = "", tool = id) =>
  `[[rules]]\n${/^\d/.test(id) ? "" : `id = "${id}"\n`}action = "allow"\ntool_pattern = "t_${tool}"\n${more}\n`;

test("a policy does not differ from itself, whatever its file is called", () => {
  const text = `${rule("a")}${rule("1")}[settings]\nheadless = true\n[tools.x]\ngroup = "shell"\n`;
  expect(diff(text, text)).toEqual({ rules: [], others: [] });
});

describe("rules", () => {
  test("are added and removed, with what they say", () => {
    expect(diff(rule("a") + rule("b"), rule("a") + rule("c")).rules).toEqual([
      {
        rule: "b",
        kind: "removed",
        effect: "allow",
        source: "old.toml:6",
        changes: [],
        conditions: ["tool matches `t_b`"],
      },
      {
        rule: "c",
        kind: "added",
        effect: "allow",
        source: "new.toml:6",
        changes: [],
        conditions: ["tool matches `t_c`"],
      },
    ]);
  });

  test.each([
    ["effect", rule("a").replace('"allow"', '"deny"'), ["effect"]],
    ["tier", rule("a", 'priority = "admin"'), ["tier"]],
    ["reason", rule("a", 'reason = "because"'), ["reason"]],
    ["condition", rule("a", 'arg_pattern = "x*"'), ["condition"]],
    ["strategy", `strategy = "deny_overrides"\n${rule("a")}`, ["strategy"]],
  ])("say when their %s changed", (_, after, what) => {
    const [only, ...others] = diff(rule("a"), after).rules;
    expect([only?.kind, only?.changes.map((each) => each.what), others]).toEqual(["changed", what, []]);
  });

  test("show conditions that went and came", () => {
    const [only] = diff(rule("a", 'arg_pattern = "x*"'), rule("a", 'args = { n = ["y", "z"] }')).rules;
    expect(only?.changes).toEqual([
      { what: "condition", old: "args matches `x*`", new: null },
      { what: "condition", old: null, new: "(args.n matches `y`) or (args.n matches `z`)" },
    ]);
  });

  test("that were moved say so, and those they passed do not", () => {
    const found = diff(rule("a") + rule("b") + rule("c"), rule("c") + rule("a") + rule("b")).rules;
    expect(found.map((each) => [each.rule, each.changes])).toEqual([
      ["c", [{ what: "order", old: "place 3", new: "place 1" }]],
    ]);
  });

  test("have no order where none has a meaning", () => {
    const overrides = (text: string) => `strategy = "deny_overrides"\n${text}`;
    expect(diff(overrides(rule("a") + rule("b")), overrides(rule("b") + rule("a"))).rules).toEqual([]);
    expect(
      diff(rule("a") + rule("b", 'priority = "admin"'), rule("b", 'priority = "admin"') + rule("a")).rules,
    ).toEqual([]);
  });

  test("without an id are known by what they say", () => {
    const after = rule("a") + rule("1") + rule("2");
    expect(diff(rule("1") + rule("2"), after).rules.map((each) => [each.kind, each.rule])).toEqual([["added", "a"]]);
    const changed = diff(rule("1"), rule("1", 'priority = "admin"')).rules;
    expect(changed.map((each) => [each.kind, each.rule])).toEqual([["changed", "new#1"]]);
  });
});

test("everything beside the rules is compared by name", () => {
  const before = 'approval_mode = "ask"\n[tools.x]\ngroup = "shell"\n[classify.pay]\naction = "PAY"\n';
  const after = 'approval_mode = "yolo"\n[settings]\nheadless = true\n[classify.pay]\naction = "PAID"\n';
  expect(diff(before, after).others.map((each) => [each.what, each.old, each.new])).toEqual([
    ["approval_mode", "ask", "yolo"],
    ["settings.headless", "false", "true"],
    ["tools.x", expect.stringContaining('"group":"shell"'), null],
    ["classify.pay", expect.stringContaining('"action":"PAY"'), expect.stringContaining('"action":"PAID"')],
  ]);
});

test("a budget is compared as a whole, under its id", () => {
  const budget = (limit: number): string =>
    `[[budgets]]\nid = "day"\nlimit = ${limit}\nmeasure = "count"\nwindow = "24h"\n`;
  expect(diff(budget(1), budget(2)).others.map(({ what }) => what)).toEqual(["budgets.day"]);
  expect(diff(budget(1), budget(1)).others).toEqual([]);
});

test("compares lists row by row, and what is closed", () => {
  const agent = (id: string, status: string): string => `[[agents]]\nid = "${id}"\nstatus = "${status}"\n`;
  const before = agent("ada", "active") + agent("bob", "active");
  const after = `${agent("bob", "revoked")}${agent("ada", "active")}[risk]\nallowed = ["low"]\n`;
  expect(diff(before, after).others.map(({ what }) => what)).toEqual(["agents.bob", "risk"]);
  expect(diff("", before).others.map(({ what }) => what)).toEqual(
    expect.arrayContaining(["agents.ada", "agents.bob", "closed"]),
  );
});

test("what was not moved is in order, and as much as can be", () => {
  expect([...moved([2, 1, 3, 4])].length).toBe(1);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 8 }), (numbers) => {
      const strays = moved(numbers);
      const kept = numbers.filter((each) => !strays.has(each));
      expect(kept).toEqual(kept.toSorted((a, b) => a - b));
      // No subset that is larger rises.
      for (let mask = 0; mask < 1 << numbers.length; mask++) {
        const some = numbers.filter((_, i) => mask & (1 << i));
        if (some.every((each, i) => i === 0 || each > (some[i - 1] ?? 0)))
          expect(some.length).toBeLessThanOrEqual(kept.length);
      }
    }),
    { numRuns: 50 },
  );
});

test.each<readonly [Condition, string]>([
  [{ kind: "equal", field: "plain", value: "x" }, "tool `x`"],
  [{ kind: "not", of: { kind: "at_most", field: "amount", value: "5" } }, "not (amount <= 5)"],
  [{ kind: "since", value: "2026-01-01T00:00:00Z" }, "at >= 2026-01-01T00:00:00Z"],
  [{ kind: "someday", of: 1 } as unknown as Condition, '{"kind":"someday","of":1}'],
])("%j reads %s", (condition, text) => {
  expect(conditionText(condition)).toBe(text);
});
