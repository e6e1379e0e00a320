/** `decide` against the naive reference: generated cases with budgets. */

import { expect, test } from "vitest";
import { decide } from "../../src/kernel/decide.ts";
import { expectAgreement } from "../reference/agree.ts";
import { seeded } from "../reference/choice.ts";
import { spendingCase } from "../reference/generate-spending.ts";

const count = process.env["WRIT_LONG"] === "1" ? 100_000 : 4_000;

test("generated cases with budgets are decided as the reference decides them", () => {
  for (let seed = 0; seed < count; seed += 1) expectAgreement(spendingCase(seeded(seed)), seed);
}, 300_000);

test("the generated cases meet budgets that deny, that warn, and that have room", () => {
  const met = { denied: 0, warned: 0, passed: 0 };
  for (let seed = 0; seed < 1_000; seed += 1) {
    const { request, snapshot, facts } = spendingCase(seeded(seed));
    const { decision, deny_code, reasons } = decide(request, snapshot, facts);
    if (deny_code === "policy.budget_exceeded") met.denied += 1;
    else if (reasons.some(({ text }) => text.includes("soft limit"))) met.warned += 1;
    else if (decision === "allow") met.passed += 1;
  }
  expect(Math.min(...Object.values(met))).toBeGreaterThan(20);
});

test("what passed passes with more room, and what a budget denied stays denied with less", () => {
  for (let seed = 0; seed < count / 2; seed += 1) {
    const { request, snapshot, facts } = spendingCase(seeded(seed));
    const { decision, deny_code } = decide(request, snapshot, facts);
    const free = { ...snapshot, budgets: snapshot.budgets.map((budget) => ({ ...budget, limit: "1000000" })) };
    const tight = { ...snapshot, budgets: snapshot.budgets.map((budget) => ({ ...budget, limit: "0.01" })) };
    if (decision !== "deny") expect(decide(request, free, facts).decision).toBe(decision);
    if (deny_code === "policy.budget_exceeded") expect(decide(request, tight, facts).deny_code).toBe(deny_code);
  }
});
