/** Cedar's own engine, asked many conditions at once about the world of generated expressions. */

import { isAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { expect } from "vitest";
import { compileExpression, type ValueScene } from "../../src/kernel/evaluate.ts";
import type { Expression, Uid } from "../../src/kernel/expression.ts";
import { type EntityStore, storeOf } from "../../src/kernel/hierarchy.ts";
import { valueOfJson } from "../../src/kernel/json-value.ts";
import { showValue } from "../../src/kernel/show-value.ts";
import { isFault, type RecordValue } from "../../src/kernel/value.ts";
import { printCedar } from "./cedar-print.ts";
import { type CONTEXTS, WORLD } from "./expression-alphabet.ts";

export type Outcome = "true" | "false" | "error";

export interface Question {
  readonly principal: Uid;
  readonly action: Uid;
  readonly resource: Uid;
  readonly context: (typeof CONTEXTS)[number];
}

/** A condition in Cedar's words, and what we say of it. */
export interface Claim {
  readonly text: string;
  readonly outcome: Outcome;
}

const entities: EntityStore = storeOf(
  WORLD.map(({ uid, parents, attrs, tags }) => ({ uid, parents, attributes: recordOf(attrs), tags: recordOf(tags) })),
);

/** Fails, with all that differs, unless Cedar agrees with every claim; returns the claims. */
export function expectCedarAgrees(question: Question, make: (scene: ValueScene) => readonly Claim[]): readonly Claim[] {
  const claims = make({ ...question, context: recordOf(question.context), entities });
  const outcomes = cedarOutcomes(question, claims);
  const ours = claims.map(({ text, outcome }) => `${outcome}: ${text}`);
  expect(ours).toEqual(claims.map(({ text }, place) => `${outcomes[place]}: ${text}`));
  return claims;
}

/** The expression as a condition; what is no boolean is an error. */
export function claimOf(expression: Expression, scene: ValueScene): Claim {
  const value = compileExpression(expression)(scene);
  return { text: printCedar(expression), outcome: typeof value === "boolean" ? (value ? "true" : "false") : "error" };
}

/** That the expression equals the text that shows its value, or has none. */
export function shownClaim(expression: Expression, scene: ValueScene): Claim {
  const value = compileExpression(expression)(scene);
  const text = printCedar(expression);
  if (isFault(value)) return { text: `${text} == 0`, outcome: "error" };
  return { text: `${text} == ${showValue(value)}`, outcome: "true" };
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

function recordOf(json: Question["context"]): RecordValue {
  return valueOfJson(json) as RecordValue;
}
