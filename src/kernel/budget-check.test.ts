import { describe, expect, test } from "vitest";
import { actionPart, policyOf, requestOf, ruleOf, snapshotOf } from "../../test/reference/example.ts";
import type { Budget } from "./budget.ts";
import { balancesOf, unspent } from "./budget-fact.ts";
import { budgetsFor } from "./budget-index.ts";
import { decide } from "./decide.ts";
import { explain } from "./explain.ts";
import type { Facts, WindowFact } from "./facts.ts";
import type { Dimensions, Movement } from "./movement.ts";
import type { Request } from "./request.ts";
import type { Rule, Snapshot } from "./rule.ts";

const DAY: Budget = {
  id: "day",
  measure: { kind: "amount", unit: "USD" },
  limit: "500",
  soft_limit: "400",
  window: { kind: "calendar", unit: "day", zone: "UTC" },
  per: ["payee"],
  filters: {},
};

const END = "2026-11-21T00:00:00.000Z";
const KEY = '["acme"]';

const fact = (spent: string | null, reserved: string | null = "0"): WindowFact => {
  return { budget: "day", key: KEY, from: "2026-11-20T00:00:00.000Z", to: END, spent, reserved };
};

const pays = (amount: string, dimensions: Dimensions = { payee: "acme" }): Movement => {
  return { amounts: { USD: amount }, dimensions };
};

function under(budgets: readonly Budget[], effect: Rule["effect"] = "allow"): Snapshot {
  const policy = { ...policyOf("deny_overrides", [ruleOf("pay", effect)]), about: "action" as const };
  return { ...snapshotOf([policy]), budgets };
}

function paying(movements: readonly Movement[], amount = "10"): Request {
  return requestOf([actionPart({ amount })], { kind: "action", movements });
}

describe("an allow that a budget covers", () => {
  test.each<[string, Partial<Budget>, readonly Movement[], Facts, string]>([
    ["what equals the limit passes", {}, [pays("100")], { windows: [fact("300", "100")] }, "allow"],
    ["a hundredth more does not", {}, [pays("100.01")], { windows: [fact("300", "100")] }, "deny"],
    ["several movements are one sum", {}, [pays("60"), pays("60")], { windows: [fact("400")] }, "deny"],
    ["another payee has its own balance", {}, [pays("9", { payee: "b" })], { windows: [fact("500")] }, "deny"],
    ["what was spent is not known", {}, [pays("1")], { windows: [fact(null)] }, "deny"],
    ["no window is given", {}, [pays("1")], {}, "deny"],
    ["a fact that is no decimal is not known", {}, [pays("1")], { windows: [fact("-5")] }, "deny"],
    ["the payee is not known", {}, [pays("1", {})], { windows: [fact("0")] }, "deny"],
    ["the value is not known in the unit", {}, [{ ...pays("1"), amounts: {} }], { windows: [fact("0")] }, "deny"],
    ["nothing of value moves", {}, [{ ...pays("1"), amounts: null }], {}, "allow"],
    ["a filter does not let it in", { filters: { tool: ["x"] } }, [pays("999", { tool: "y" })], {}, "allow"],
    ["each request needs no window", { window: { kind: "per_request" } }, [pays("500")], {}, "allow"],
    ["each request has its limit", { window: { kind: "per_request" } }, [pays("500.1")], {}, "deny"],
  ])("%s", (_says, some, movements, facts, decision) => {
    const got = decide(paying(movements), under([{ ...DAY, ...some }]), facts);
    expect([got.decision, got.deny_code]).toEqual([decision, decision === "deny" ? "policy.budget_exceeded" : null]);
  });

  test("a request that does not say what it moves is denied", () => {
    const got = decide(requestOf([actionPart()], { kind: "action" }), under([DAY]), { windows: [fact("0")] });
    expect(got.deny_detail).toBe("budget `day` cannot be computed: payee of the request is not known");
  });

  test("a budget that an earlier policy left behind holds as well", () => {
    const retained = [{ ...DAY, id: "old", limit: "5" }];
    const windows = [fact("0"), { ...fact("0"), budget: "old" }];
    expect(decide(paying([pays("6")]), under([DAY]), { windows }).decision).toBe("allow");
    expect(decide(paying([pays("6")]), under([DAY]), { windows, retained }).decision).toBe("deny");
  });
});

describe("what a decision says of budgets", () => {
  test("a denial names budget, balance, what is left, and when the window ends", () => {
    const got = decide(paying([pays("100")]), under([DAY]), { windows: [fact("400", "56.9")] });
    const text = `budget \`day\` of payee \`acme\` has 43.1 of 500 USD left until ${END} (400 spent, 56.9 reserved), and the request takes 100`;
    expect(got).toMatchObject({ deny_detail: text, matched_rules: [] });
    expect(got.reasons).toEqual([{ rule: null, effect: "deny", tier: null, source: null, text }]);
  });

  test("a rolling window is named by its length: it always ends now", () => {
    const rolling: Budget = { ...DAY, window: { kind: "rolling", length_ms: 86_400_000 } };
    const facts = { windows: [fact("400", "56.9")] };
    const text = `budget \`day\` of payee \`acme\` has 43.1 of 500 USD left in the last 1d (400 spent, 56.9 reserved), and the request takes 100`;
    expect(decide(paying([pays("100")]), under([rolling]), facts).deny_detail).toBe(text);
    expect(explain(paying([pays("100")]), under([rolling]), facts).budgets).toMatchObject([{ resets: null }]);
  });

  test("beyond the soft limit the decision stays, and a reason warns", () => {
    const got = decide(paying([pays("50")]), under([DAY]), { windows: [fact("400")] });
    const text = `budget \`day\` of payee \`acme\` is beyond its soft limit 400: 450 of 500 USD until ${END}`;
    expect(got).toMatchObject({ decision: "allow", matched_rules: ["pay"] });
    expect(got.reasons.at(-1)).toEqual({ rule: null, effect: "allow", tier: null, source: null, text });
  });

  test("nobody is asked for what a budget would deny", () => {
    const got = decide(paying([pays("501")]), under([DAY], "ask"), { windows: [fact("0")] });
    expect(got).toMatchObject({ decision: "deny", deny_code: "policy.budget_exceeded", approvals: null });
  });

  test("what a rule denies is the rule's to explain", () => {
    const got = decide(paying([pays("501")]), under([DAY], "deny"), { windows: [fact("0")] });
    expect(got).toMatchObject({ deny_code: "policy.denied", matched_rules: ["pay"] });
  });
});

describe("an explanation", () => {
  test("shows every balance, and the largest amount that would do", () => {
    const { budgets, remedies } = explain(paying([pays("100")], "100"), under([DAY]), { windows: [fact("456.9")] });
    const sums = { spent: "456.9", reserved: "0", asked: "100", left: "43.1", resets: END };
    expect(budgets).toMatchObject([{ budget: "day", of: { payee: "acme" }, ...sums, verdict: "exceeded" }]);
    expect(remedies.map(({ change, rule, answer }) => [change, rule, answer])).toEqual([
      ["amount <= 43.1", null, "allow"],
    ]);
  });

  test("has no such amount where nothing is left", () => {
    expect(explain(paying([pays("1")]), under([DAY]), { windows: [fact("501")] }).remedies).toEqual([]);
  });

  test("shows budgets of what rules deny, too", () => {
    const { budgets } = explain(paying([pays("1")]), under([DAY], "deny"), { windows: [fact("1")] });
    expect(budgets).toMatchObject([{ verdict: "within", left: "499", text: null }]);
  });
});

test("of many budgets those that cover are found, in their order, and all where nobody knows", () => {
  const budgets = Array.from({ length: 60 }, (_, i): Budget => {
    const filters = [{ principal: [`a${i % 3}`], tool: ["x"] }, { tool: ["x", "y"] }, {}][i % 2 === 0 ? 0 : i % 3];
    return { ...DAY, id: `b${i}`, filters: filters ?? {} };
  });
  const idsOf = (dimensions: Dimensions): readonly string[] =>
    budgetsFor(budgets, [pays("1", dimensions)]).map(({ id }) => id);
  const covers = ({ filters }: Budget): boolean =>
    filters.principal === undefined ? filters.tool?.includes("y") !== false : filters.principal.includes("a1");
  expect(idsOf({ principal: "a1", tool: "y" })).toEqual(budgets.filter(covers).map(({ id }) => id));
  expect(idsOf({})).toHaveLength(60);
});

test("the facts that are needed are the balances of what moves, and none of a limit on each request", () => {
  const each: Budget = { ...DAY, id: "each", window: { kind: "per_request" } };
  const request = paying([pays("1"), pays("2", { payee: "b" }), pays("3")]);
  expect(balancesOf(request, [each, DAY]).map(({ budget, key }) => [budget.id, key])).toEqual([
    ["day", KEY],
    ["day", '["b"]'],
  ]);
  expect(decide(request, under([each, DAY]), { windows: unspent(request, [each, DAY]) }).decision).toBe("allow");
});
