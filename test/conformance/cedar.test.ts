import { isAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, it } from "vitest";
import { decide, loadPolicies } from "../../src/index.ts";
import { printText } from "../reference/cedar-print.ts";
import { conforms, nameOf } from "./conform.ts";
import { type Vector, vectorFiles } from "./vector.ts";

/** Conditions under one call; each stands for a permit that is called by it. */
interface Conditions {
  readonly entities: readonly object[];
  readonly call: { readonly [field: string]: unknown };
  readonly vectors: readonly Outcomes[];
}

interface Outcomes {
  readonly title: string;
  readonly true?: readonly string[];
  readonly false?: readonly string[];
  readonly error?: readonly string[];
}

for (const { file, vectors: given } of vectorFiles<Conditions>("cedar/expression")) {
  describe(`vectors/cedar/expression/${file}`, () => {
    for (const vector of given.vectors) {
      it(vector.title, () => expect(outcomes(oursOf(vector, given), vector)).toEqual(named(vector)));
      it(`${vector.title}, in Cedar`, () => expect(outcomes(theirsOf(vector, given), vector)).toEqual(named(vector)));
    }
  });
}

for (const { file, vectors } of vectorFiles<readonly Vector[]>("cedar")) {
  describe(`vectors/cedar/${file}`, () => {
    for (const vector of vectors) it(nameOf(vector), () => conforms(vector));
  });
}

/** The policies that determined the decision, and those that failed. */
interface Answer {
  readonly reason: readonly string[];
  readonly errors: readonly string[];
}

function oursOf(vector: Outcomes, { entities, call }: Conditions): Answer {
  const policies = conditionsOf(vector).map((each) => `@id(${printText(each)})\n${permitWhen(each)}`);
  const { matched_rules, errors } = decide(
    call,
    loadPolicies([{ name: "p.cedar", text: policies.join("\n") }], { entities }),
  );
  return { reason: matched_rules, errors: errors.map(({ rule }) => rule) };
}

function theirsOf(vector: Outcomes, { entities, call }: Conditions): Answer {
  const staticPolicies = Object.fromEntries(conditionsOf(vector).map((each) => [each, permitWhen(each)]));
  const { kind: _, ...request } = call;
  const answer = isAuthorized({ ...request, entities, policies: { staticPolicies } } as never);
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("\n"));
  const { reason, errors } = answer.response.diagnostics;
  return { reason, errors: errors.map(({ policyId }) => policyId) };
}

function permitWhen(condition: string): string {
  return `permit (principal, action, resource) when { ${condition} };`;
}

function conditionsOf({ true: yes = [], false: no = [], error = [] }: Outcomes): readonly string[] {
  return [...yes, ...no, ...error];
}

function outcomes({ reason, errors }: Answer, vector: Outcomes): readonly string[] {
  const outcome = (each: string): string => (errors.includes(each) ? "error" : String(reason.includes(each)));
  return conditionsOf(vector).map((each) => `${outcome(each)}: ${each}`);
}

function named({ true: yes = [], false: no = [], error = [] }: Outcomes): readonly string[] {
  return [
    ...yes.map((each) => `true: ${each}`),
    ...no.map((each) => `false: ${each}`),
    ...error.map((each) => `error: ${each}`),
  ];
}
