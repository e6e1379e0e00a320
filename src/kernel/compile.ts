/** A snapshot made ready to decide: each policy with its index. Compiled once, at load or on first use. */

import { buildEntityStore } from "#cedar";
import { buildLookup } from "#lookup";
import { type EntityStore, NO_ENTITIES } from "./hierarchy.ts";
import type { Node } from "./lookup.ts";
import { perObject } from "./per-object.ts";
import type { Policy, Rule, Snapshot } from "./rule.ts";

export interface CompiledPolicy {
  readonly policy: Policy;
  readonly root: Node | null;
}

export interface CompiledSnapshot {
  readonly policies: readonly CompiledPolicy[];
  readonly hasToolPolicy: boolean;
  readonly entities: EntityStore;
}

let last: Snapshot | null = null;
let lastCompiled: CompiledSnapshot = { policies: [], hasToolPolicy: false, entities: NO_ENTITIES };

/** The policies of a snapshot, compiled; the same snapshot always gives the same ones. */
export function compile(snapshot: Snapshot): CompiledSnapshot {
  if (snapshot === last) return lastCompiled;
  [last, lastCompiled] = [snapshot, compiled(snapshot)];
  return lastCompiled;
}

const compiled: (snapshot: Snapshot) => CompiledSnapshot = perObject((snapshot) => {
  const policies = snapshot.policies.map(compilePolicy);
  const hasToolPolicy = policies.some(({ policy }) => policy.about === "tool");
  return { policies, hasToolPolicy, entities: buildEntityStore(snapshot.entities) };
});

function compilePolicy(policy: Policy): CompiledPolicy {
  return { policy, root: buildLookup(policy.rules) };
}

/** What the rules of a policy that governs can be about, by action and resource alone; null for any other policy. */
export function governedBy(policy: Policy): Node | null {
  return policy.governs === true ? governing(policy) : null;
}

const governing: (policy: Policy) => Node | null = perObject(({ rules }) => buildLookup(rules.map(subjectOf)));

/** The rule as far as it says what it is about, whoever asks and whatever else must hold. */
function subjectOf(rule: Rule): Rule {
  return { ...rule, when: rule.when.filter((condition) => "slot" in condition && condition.slot !== "principal") };
}

/** Stands for a tool policy where there is none, so that session rules have one to stand in front of. */
export const NO_RULES: CompiledPolicy = compilePolicy({
  source: "session",
  about: "tool",
  combine: "first_match",
  rules: [],
});

/** The rules of a session. */
export const compileSession: (rules: readonly Rule[]) => CompiledPolicy = perObject((rules) =>
  compilePolicy({ ...NO_RULES.policy, rules }),
);
