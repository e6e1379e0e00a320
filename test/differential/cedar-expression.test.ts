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
import { CONTEXTS, SAMPLES, UIDS, WORLD } from "../reference/expression-alphabet.ts";
import { anyExpression, condition, extensionText } from "../reference/generate-expression.ts";

const long = process.env["WRIT_LONG"] === "1";
const BATCH = 50;
const BATCHES = long ? 1000 : 40;

/** The short form takes every so many of the pairs; no divisor of the samples, so that each stands on both sides. */
const STRIDE = long ? 1 : 13;
const PAIRS = SAMPLES.flatMap((left) => SAMPLES.map((right) => [left, right] as const)).filter(
  (_, place) => place % STRIDE === 0,
);

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

const QUESTION: Question = {
  principal: { type: "User", id: "a" },
  action: { type: "Action", id: "view" },
  resource: { type: "User", id: "b" },
  context: CONTEXTS[1]!,
};

const OPERATORS = [
  ...(["equal", "less", "at_most", "add", "subtract", "multiply", "in"] as const),
  ...(["contains", "contains_all", "contains_any", "has_tag", "get_tag"] as const),
];
const METHODS = "isIpv4 isIpv6 isLoopback isMulticast toDate toTime toMilliseconds toSeconds toMinutes toHours toDays";
const METHODS_OF_TWO = "lessThan lessThanOrEqual greaterThan greaterThanOrEqual isInRange offset durationSince";
const CONSTRUCTORS = "decimal ip datetime duration";

const UNARY: readonly (readonly [name: string, (of: Expression) => Expression])[] = [
  ...(["not", "negate", "is_empty"] as const).map(
    (kind) => [kind, (of: Expression): Expression => ({ kind, of })] as const,
  ),
  ["like", (of) => ({ kind: "like", of, pattern: [null] })],
  ["is", (of) => ({ kind: "is", of, type: "User", in: null })],
  ["get", (of) => ({ kind: "get", of, name: "a" })],
  ["has", (of) => ({ kind: "has", of, names: ["a"] })],
  ["has path", (of) => ({ kind: "has", of, names: ["a", "b"] })],
  [
    "if",
    (test) => ({
      kind: "if",
      test,
      /* biome-ignore lint/suspicious/noThenProperty: the word of the language */ then: test,
      else: { kind: "long", value: "1" },
    }),
  ],
  ...`${METHODS} ${CONSTRUCTORS}`
    .split(" ")
    .map((name) => [name, (of: Expression): Expression => ({ kind: "call", name, of: [of] })] as const),
];

const PAIRED: readonly (readonly [name: string, (left: Expression, right: Expression) => Expression])[] = [
  ...OPERATORS.map(
    (operator) =>
      [
        operator,
        (left: Expression, right: Expression): Expression => ({ kind: "binary", operator, left, right }),
      ] as const,
  ),
  ...(["and", "or"] as const).map(
    (kind) => [kind, (left: Expression, right: Expression): Expression => ({ kind, of: [left, right] })] as const,
  ),
  ["is in", (of, group) => ({ kind: "is", of, type: "User", in: group })],
  ...METHODS_OF_TWO.split(" ").map(
    (name) =>
      [name, (left: Expression, right: Expression): Expression => ({ kind: "call", name, of: [left, right] })] as const,
  ),
];

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

test("every text of an extension type is read, or refused, as in Cedar", () => {
  for (let seed = 0; seed < BATCHES / 2; seed += 1) {
    agreeing(seed, (choice, scene) => {
      const name = pick(choice, ["decimal", "ip", "datetime", "duration"] as const);
      const value = extensionText(choice, name);
      return shownClaim({ kind: "call", name, of: [{ kind: "string", value }] }, scene);
    });
  }
}, 600_000);

test.each(UNARY)("%s of every sort of value is as in Cedar", (_, apply) => {
  expectAgreement(QUESTION, (scene) => SAMPLES.map((of) => shownClaim(apply(of), scene)));
});

test.each(PAIRED)("%s of every pair of values is as in Cedar", (_, apply) => {
  expectAgreement(QUESTION, (scene) => PAIRS.map(([left, right]) => shownClaim(apply(left, right), scene)));
});

function agreeing(seed: number, make: (choice: Choice, scene: ValueScene) => Claim): readonly Claim[] {
  const choice = seeded(seed);
  return expectAgreement(questionOf(choice), (scene) => Array.from({ length: BATCH }, () => make(choice, scene)));
}

function expectAgreement(question: Question, make: (scene: ValueScene) => readonly Claim[]): readonly Claim[] {
  const claims = make({ ...question, context: recordOf(question.context), entities });
  const outcomes = cedarOutcomes(question, claims);
  const ours = claims.map(({ text, outcome }) => `${outcome}: ${text}`);
  expect(claims.map(({ text }, place) => `${outcomes[place]}: ${text}`)).toEqual(ours);
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
