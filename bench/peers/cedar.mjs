/** @cedar-policy/cedar-wasm: the policy set is parsed once and kept; a request brings the entities it is about. */

import cedar from "@cedar-policy/cedar-wasm/nodejs";
import { cedarRequest, entitiesOf, policy } from "../cedar-text.mjs";

const NAME = "bench";

export function load(rules) {
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.name, policy(rule)]));
  const answer = cedar.preparsePolicySet(NAME, { staticPolicies });
  if (answer.type !== "success") throw new Error(answer.errors[0].message);
  return {
    prepare: (request) => ({
      ...cedarRequest(request),
      entities: request.groups === undefined ? [] : entitiesOf(request),
      preparsedPolicySetId: NAME,
    }),
    effect: ({ response }) => (response.decision === "allow" ? "allow" : null),
    decide: (call) => cedar.statefulIsAuthorized(call),
  };
}
