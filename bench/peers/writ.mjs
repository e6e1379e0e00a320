/** Writ, from the normalised request: `decide(request, snapshot, facts)` with its whole answer. */

import { dist } from "../child.mjs";
import { facts } from "../facts.mjs";
import { policyFiles, toCall } from "../policy-text.mjs";

const { loadPolicies, toRequest, decide } = await import(dist("bundle/index.js"));

export function load(rules, workload) {
  const snapshot = loadPolicies(policyFiles(rules, workload));
  return {
    prepare: (request) => toRequest(toCall(request), snapshot),
    effect: ({ decision, matched_rules }) => (matched_rules.length === 0 ? null : decision),
    decide: (request) => decide(request, snapshot, facts),
  };
}
