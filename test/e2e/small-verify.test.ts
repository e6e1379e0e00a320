/** `writ/verify` under the conditions of a small build: the same reports, or what it cannot decide again is skipped. */

import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type CapsuleReport, verifyCapsule } from "../../src/verify.ts";
import { type Recorded, record } from "../verifier/recorded.ts";
import { buildPackage } from "./built.ts";

const root = buildPackage();
afterAll(() => rmSync(root, { recursive: true }));

const PROGRAM = `
import { verifyCapsule } from ${JSON.stringify(join(root, "dist/verify.js"))};
import { text } from "node:stream/consumers";
const { capsules, trust } = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(await Promise.all(capsules.map((capsule) => verifyCapsule(capsule, trust)))));
`;

function reportsUnder(conditions: readonly string[], { capsules, trust }: Recorded): readonly CapsuleReport[] {
  const flags = conditions.flatMap((condition) => ["--conditions", condition]);
  const input = JSON.stringify({ capsules, trust: JSON.stringify(trust) });
  const args = [...flags, "--input-type=module", "--eval", PROGRAM];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", input, maxBuffer: 1 << 28 }));
}

const RULES = `
[[rules]]
action = "allow"
tool_pattern = "read_*"
[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
limit = 100
currency = "USD"
`;
const BUDGET = '[[budgets]]\nid = "day"\nlimit = 100\ncurrency = "USD"\nwindow = "24h"\n';
const CEDAR = 'permit(principal, action == Action::"view", resource) when { context.level < 5 };';

const READ = { kind: "tool", tool: "read_file", args: ["a.txt"] };
const PAY = { kind: "action", action: "ACTION_PAYMENT_INITIATE", principal: "p", amount: "5", currency: "USD" };
const VIEW = {
  kind: "access",
  subject: { type: "User", id: "alice" },
  action: { type: "Action", id: "view" },
  resource: { type: "Doc", id: "d" },
  context: { level: 3 },
};

const day = (files: Readonly<Record<string, string>>): Promise<Recorded> =>
  record({
    files: Object.entries(files).map(([name, text]) => ({ name, text })),
    calls: [READ, PAY, { ...PAY, amount: "99" }, VIEW],
  });
const plain = await day({ "a.toml": RULES });
const money = await day({ "a.toml": RULES + BUDGET });
const cedar = await day({ "a.toml": RULES, "b.cedar": CEDAR });
const both = await day({ "a.toml": RULES + BUDGET, "b.cedar": CEDAR });

const full = ({ capsules, trust }: Recorded): Promise<readonly CapsuleReport[]> =>
  Promise.all(capsules.map((capsule) => verifyCapsule(capsule, JSON.stringify(trust))));

/** What is of no known shape may break the decision in one build and not in another; what broke it is refused by both. */
function withoutDecision(reports: readonly CapsuleReport[]): readonly unknown[] {
  return reports.map((report) => ({ ...report, checks: report.checks.filter(({ name }) => name !== "decision") }));
}

/** One letter of each capsule, but for what was lowered, whose form only a loader knows; and each cut off. */
function damaged({ capsules, ...others }: Recorded): Recorded {
  const changed = capsules.flatMap((text) =>
    Array.from({ length: 40 }, (_, step) => Math.floor((text.length * step) / 40))
      .filter((at) => at < text.indexOf('"snapshot":') || at > text.indexOf('"semantics":'))
      .map((at) => `${text.slice(0, at)}${text[at] === "a" ? "\\ud800" : "a"}${text.slice(at + 1)}`),
  );
  return { ...others, capsules: [...changed, ...capsules.map((text) => text.slice(0, -2)), "", "[]", "{}"] };
}

test.each([
  [["small"], both],
  [["small", "without-cedar"], money],
  [["small", "without-money"], cedar],
  [["small", "without-cedar", "without-money"], plain],
] as const)("under %j capsules are reported on as by the large build", async (conditions, recorded) => {
  const expected = await full(recorded);
  expect(expected.map(({ verdict }) => verdict)).toEqual(recorded.capsules.map(() => "incomplete"));
  expect(reportsUnder(conditions, recorded)).toEqual(expected);
  const broken = damaged(recorded);
  expect(withoutDecision(reportsUnder(conditions, broken))).toEqual(withoutDecision(await full(broken)));
});

test.each([
  ["without-cedar", cedar],
  ["without-money", money],
] as const)("%s does not refuse what it cannot decide again", (condition, recorded) => {
  const reports = reportsUnder(["small", condition], recorded);
  expect(reports.map(({ verdict }) => verdict)).toEqual(recorded.capsules.map(() => "incomplete"));
  const codes = reports.map(({ checks }) => checks.find(({ name }) => name === "decision")?.code);
  expect(new Set(codes)).toContain("skipped.left_out");
  expect(codes.filter((code) => code !== null && code !== "skipped.left_out")).toEqual([]);
});

test("a capsule that says something else of what can be decided is refused by every build", () => {
  const forged = plain.capsules.map((text) => text.replaceAll('"decision":"allow"', '"decision":"deny"'));
  for (const conditions of [["small"], ["small", "without-cedar", "without-money"]])
    for (const { verdict } of reportsUnder(conditions, { ...plain, capsules: forged.slice(0, 1) }))
      expect(verdict).toBe("refused");
});
