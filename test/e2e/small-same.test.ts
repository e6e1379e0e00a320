/** The small build answers every generated case with the bytes of the large one. */

import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decide } from "../../src/decide.ts";
import type { Rule } from "../../src/kernel/rule.ts";
import { type Choice, seeded } from "../reference/choice.ts";
import { argumentOf, policyOf, requestOf, ruleOf, snapshotOf, toolPart } from "../reference/example.ts";
import { type Case, decisionCase, facts, paymentCase, wideSnapshot } from "../reference/generate.ts";
import { gatedCase } from "../reference/generate-gate.ts";
import { nearCase } from "../reference/generate-near.ts";
import { request } from "../reference/generate-request.ts";
import { spendingCase } from "../reference/generate-spending.ts";
import { buildPackage } from "./built.ts";

const root = buildPackage();
afterAll(() => rmSync(root, { recursive: true }));

const PROGRAM = `
import { createInterface } from "node:readline";
import { decide } from ${JSON.stringify(join(root, "dist/decide.js"))};
for await (const line of createInterface({ input: process.stdin })) {
  const { request, snapshot, facts } = JSON.parse(line);
  console.log(JSON.stringify(decide(request, snapshot, facts)));
}
`;

/** What the package answers, a text a case. */
function answersUnder(conditions: readonly string[], cases: readonly Case[]): readonly string[] {
  const flags = conditions.flatMap((condition) => ["--conditions", condition]);
  const input = cases.map((each) => JSON.stringify(each)).join("\n");
  const output = execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", PROGRAM], {
    encoding: "utf8",
    input,
    maxBuffer: 1 << 30,
  });
  return output.trimEnd().split("\n");
}

const factor = process.env["WRIT_LONG"] === "1" ? 20 : 1;
const many = (count: number, make: (choice: Choice) => Case): Case[] =>
  Array.from({ length: count * factor }, (_, seed) => make(seeded(seed)));

const wideCase = (choice: Choice): Case => ({
  snapshot: wideSnapshot(choice, 1 + choice(60)),
  request: request(choice),
  facts: facts(choice),
});

const KINDS: readonly (readonly [name: string, cases: readonly Case[]])[] = [
  ["calls under small policies", many(800, decisionCase)],
  ["calls under wide policies", many(400, wideCase)],
  ["payments that nearly hold", many(600, paymentCase)],
  ["calls that nearly hold", many(2_000, nearCase)],
  ["what stands before the rules", many(400, gatedCase)],
  ["budgets", many(600, spendingCase)],
];

test.each(KINDS)("%s", (_, cases) => {
  const answers = answersUnder(["small"], cases);
  const expected = cases.map(({ request, snapshot, facts }) => JSON.stringify(decide(request, snapshot, facts)));
  const differing = cases.filter((_, at) => answers[at] !== expected[at]);
  expect(differing.slice(0, 1)).toEqual([]);
  expect(answers).toEqual(expected);
});

test("a hole among the arguments leads below every pattern of the index", () => {
  const about = (id: string, values: readonly string[], tenant: string): Rule =>
    ruleOf(id, "allow", { kind: "one_of", field: "args", values }, { kind: "equal", field: "tenant", value: tenant });
  const rules = [
    about("both", ["a", "b"], "t1"),
    ...["t1", "t2", "t3", "t4", "t5"].map((tenant) => about(`a ${tenant}`, ["a"], tenant)),
    ...["c", "d", "e", "f", "g"].map((value) => about(value, [value], "t1")),
  ];
  const part = toolPart({ args: { ...argumentOf("a", ["x", ""]), need: "any" } });
  const given = { request: requestOf([part]), snapshot: snapshotOf([policyOf("deny_overrides", rules)]), facts: {} };
  const expected = decide(given.request, given.snapshot, given.facts);
  expect(expected.near_misses.map(({ rule }) => rule)).toEqual(["both"]);
  expect(answersUnder(["small"], [given])).toEqual([JSON.stringify(expected)]);
});

test("the generated cases miss narrowly, in policies that an index takes apart", () => {
  const near = many(2_000, nearCase).filter(({ snapshot }) => (snapshot.policies[0]?.rules.length ?? 0) > 4);
  const told = near.map(({ request, snapshot, facts }) => decide(request, snapshot, facts).near_misses.length);
  expect(told.filter((count) => count > 0).length).toBeGreaterThan(150);
  expect(told.filter((count) => count > 1).length).toBeGreaterThan(50);
});
