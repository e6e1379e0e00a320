/** Typed expressions against Cedar's own engine: the same truth, the same values, an error in the same places. */

import { isAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { expect, test } from "vitest";
import { compileExpression, type ValueScene } from "../../src/kernel/evaluate.ts";
import type { Expression, Uid } from "../../src/kernel/expression.ts";
import { storeOf } from "../../src/kernel/hierarchy.ts";
import { valueOfJson } from "../../src/kernel/json-value.ts";
import { showValue } from "../../src/kernel/show-value.ts";
import { isFault, type RecordValue } from "../../src/kernel/value.ts";
import { printCedar } from "../reference/cedar-print.ts";
import { type Choice, pick, seeded } from "../reference/choice.ts";
import { CONTEXTS, UIDS, WORLD } from "../reference/expression-alphabet.ts";
import { anyExpression, condition } from "../reference/generate-expression.ts";

const long = process.env["WRIT_LONG"] === "1";
const BATCH = 50;
const BATCHES = long ? 1000 : 40;

type Outcome = "true" | "false" | "error";

interface Question {
  readonly principal: Uid;
  readonly action: Uid;
  readonly resource: Uid;
  readonly context: (typeof CONTEXTS)[number];
}

/** A condition in Cedar's words, and what we say of it. */
interface Claim {
  readonly text: string;
  readonly outcome: Outcome;
}

const entities = storeOf(
  WORLD.map(({ uid, parents, attrs, tags }) => ({ uid, parents, attributes: recordOf(attrs), tags: recordOf(tags) })),
);

test("every generated condition is true, false or an error as in Cedar", () => {
  const seen = new Set<Outcome>();
  for (let seed = 0; seed < BATCHES; seed += 1) {
    const claims = agreeing(seed, (choice, scene) => claimOf(condition(choice, 1 + choice(4)), scene));
    for (const { outcome } of claims) seen.add(outcome);
  }
  expect(seen.size).toBe(3);
}, 600_000);

test("every generated value equals, in Cedar, the text that shows it", () => {
  for (let seed = 0; seed < BATCHES / 2; seed += 1) {
    agreeing(seed, (choice, scene) => shownClaim(anyExpression(choice, 1 + choice(3)), scene));
  }
}, 600_000);

function agreeing(seed: number, make: (choice: Choice, scene: ValueScene) => Claim): readonly Claim[] {
  const choice = seeded(seed);
  const question = questionOf(choice);
  const scene: ValueScene = { ...question, context: recordOf(question.context), entities };
  const claims = Array.from({ length: BATCH }, () => make(choice, scene));
  const outcomes = cedarOutcomes(question, claims);
  expect(claims.map(({ text }, place) => `${outcomes[place]}: ${text}`)).toEqual(
    claims.map(({ text, outcome }) => `${outcome}: ${text}`),
  );
  return claims;
}

function claimOf(expression: Expression, scene: ValueScene): Claim {
  const value = compileExpression(expression)(scene);
  return { text: printCedar(expression), outcome: typeof value === "boolean" ? (value ? "true" : "false") : "error" };
}

function shownClaim(expression: Expression, scene: ValueScene): Claim {
  const value = compileExpression(expression)(scene);
  const text = printCedar(expression);
  return isFault(value)
    ? { text: `${text} == 0`, outcome: "error" }
    : { text: `${text} == ${showValue(value)}`, outcome: "true" };
}

function questionOf(choice: Choice): Question {
  const [principal, resource] = [pick(choice, UIDS), pick(choice, UIDS)];
  return { principal, resource, action: { type: "Action", id: "view" }, context: pick(choice, CONTEXTS) };
}

function cedarOutcomes(question: Question, claims: readonly Claim[]): readonly Outcome[] {
  const staticPolicies = Object.fromEntries(
    claims.map(({ text }, place) => [place, `permit(principal, action, resource) when { ${text} };`]),
  );
  const call = { ...question, policies: { staticPolicies }, entities: WORLD };
  const answer = isAuthorized(call as unknown as Parameters<typeof isAuthorized>[0]);
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
  const reasons = new Set(answer.response.diagnostics.reason);
  const errors = new Set(answer.response.diagnostics.errors.map(({ policyId }) => policyId));
  return claims.map((_, place) => (errors.has(`${place}`) ? "error" : reasons.has(`${place}`) ? "true" : "false"));
}

function recordOf(json: (typeof CONTEXTS)[number]): RecordValue {
  return valueOfJson(json) as RecordValue;
}
