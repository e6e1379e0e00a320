/** Generated expressions against Cedar's own engine: the same truth, the same values, an error in the same places. */

import { expect, test } from "vitest";
import type { ValueScene } from "../../src/kernel/evaluate.ts";
import {
  type Claim,
  claimOf,
  expectCedarAgrees,
  type Outcome,
  type Question,
  shownClaim,
} from "../reference/cedar-oracle.ts";
import { type Choice, pick, seeded } from "../reference/choice.ts";
import { CONTEXTS, UIDS } from "../reference/expression-alphabet.ts";
import { anyExpression, condition, extensionText } from "../reference/generate-expression.ts";

const BATCH = 50;
const BATCHES = process.env["WRIT_LONG"] === "1" ? 1000 : 40;

test("every generated condition is true, false or an error as in Cedar", () => {
  const seen = new Set<Outcome>();
  for (let seed = 0; seed < BATCHES; seed += 1) {
    const claims = expectAgreement(seed, (choice, scene) => claimOf(condition(choice, 1 + choice(4)), scene));
    for (const { outcome } of claims) seen.add(outcome);
  }
  expect(seen.size).toBe(3);
}, 600_000);

test("every generated value equals, in Cedar, the text that shows it", () => {
  for (let seed = 0; seed < BATCHES / 2; seed += 1) {
    expectAgreement(seed, (choice, scene) => shownClaim(anyExpression(choice, 1 + choice(3)), scene));
  }
}, 600_000);

test("every text of an extension type is read, or refused, as in Cedar", () => {
  for (let seed = 0; seed < BATCHES / 2; seed += 1) {
    expectAgreement(seed, (choice, scene) => {
      const name = pick(choice, ["decimal", "ip", "datetime", "duration"] as const);
      return shownClaim({ kind: "call", name, of: [{ kind: "string", value: extensionText(choice, name) }] }, scene);
    });
  }
}, 600_000);

function expectAgreement(seed: number, make: (choice: Choice, scene: ValueScene) => Claim): readonly Claim[] {
  const choice = seeded(seed);
  return expectCedarAgrees(questionOf(choice), (scene) => Array.from({ length: BATCH }, () => make(choice, scene)));
}

function questionOf(choice: Choice): Question {
  const [principal, resource] = [pick(choice, UIDS), pick(choice, UIDS)];
  return { principal, resource, action: { type: "Action", id: "view" }, context: pick(choice, CONTEXTS) };
}
