/** Cedar policies → rules of the tree: the scope becomes conditions that the index knows, the rest one expression. */

import type { Code } from "../../kernel/code.ts";
import { RULE_CODE } from "../../kernel/code.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Expression, Uid } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import type { Condition, Rule, Slot } from "../../kernel/rule.ts";
import type { Finding } from "../reading.ts";
import { requirementFinding } from "../requirement.ts";
import { nearest } from "../suggest.ts";
import { conditionsOf } from "./lower.ts";
import type { CedarPolicy, ScopeConstraint, UidOrSlot } from "./syntax.ts";

/** The rule of a static policy, under the id that it was given. */
export function lowerPolicy(policy: CedarPolicy, id: string, line: number): Rule {
  const said = Object.fromEntries(policy.annotations);
  const approvals = said["approvals"];
  return {
    id,
    effect: effectOf(policy, said["effect"]),
    tier: "user",
    when: whenOf(policy),
    line,
    reason: said["reason"] ?? null,
    code: (said["deny_code"] as Code | undefined) ?? null,
    ...(approvals === undefined ? {} : { approvals }),
  };
}

function effectOf({ effect }: CedarPolicy, said: string | undefined): Effect {
  if (effect === "forbid") return "deny";
  return said === "ask" ? "ask" : "allow";
}

/** The scope never fails, so it may be asked in any order; what follows is one expression, for its order matters. */
function whenOf(policy: CedarPolicy): readonly Condition[] {
  const scope = [
    ...scopeConditions("principal", policy.principal),
    ...scopeConditions("action", policy.action),
    ...scopeConditions("resource", policy.resource),
  ];
  const body = conjunction(conditionsOf(policy));
  return body === null ? scope : [...scope, { kind: "holds", of: body }];
}

function conjunction(all: readonly Expression[]): Expression | null {
  const [only] = all;
  if (all.length <= 1) return only ?? null;
  return { kind: "and", of: all.flatMap((each) => (each.kind === "and" ? each.of : [each])) };
}

function scopeConditions(slot: Slot, scope: ScopeConstraint): readonly Condition[] {
  switch (scope.kind) {
    case "any":
      return [];
    case "equal":
      return [{ kind: "entity_equal", slot, uid: uidOf(scope.uid) }];
    case "in":
      return [{ kind: "entity_in", slot, uids: scope.uids.map(uidOf) }];
    case "is":
      return [{ kind: "entity_is", slot, type: scope.type }];
    case "is_in":
      return [
        { kind: "entity_in", slot, uids: [uidOf(scope.uid)] },
        { kind: "entity_is", slot, type: scope.type },
      ];
  }
}

function uidOf(uid: UidOrSlot): Uid {
  if (uid.kind === "slot") throw new TypeError(`a template is not lowered: ?${uid.name}`);
  return { type: uid.type, id: uid.id };
}

/** The annotations that mean something, by what is wrong with a value; others are for their readers. */
const ANNOTATIONS: Readonly<Record<string, (value: string, policy: CedarPolicy) => Finding | null>> = {
  effect: (value, policy) => {
    if (value === (policy.effect === "permit" ? "allow" : "deny")) return null;
    if (value === "ask" && policy.effect === "permit") return null;
    const message = `${quoted(value)} is no effect of a ${policy.effect}`;
    return { code: "cedar.annotation", message, help: 'write `@effect("ask")` on a permit' };
  },
  approvals: (value) => {
    const finding = requirementFinding(value);
    return finding === null ? null : { ...finding, code: "cedar.annotation", skip: 0 };
  },
  deny_code: (value, policy) => {
    if (policy.effect === "forbid" && RULE_CODE.test(value)) return null;
    const help = 'write `@deny_code("policy.my_code")` on a forbid';
    return { code: "cedar.annotation", message: `${quoted(value)} is no code of a ${policy.effect}`, help };
  },
};

const KNOWN: readonly string[] = [...Object.keys(ANNOTATIONS), "id", "reason"];

/** What is wrong, or looks wrong, with the annotations of a policy. */
export function annotationFindings(policy: CedarPolicy): readonly Finding[] {
  return policy.annotations.flatMap(([name, value]) => {
    if (KNOWN.includes(name)) return ANNOTATIONS[name]?.(value, policy) ?? [];
    const meant = nearest(name, KNOWN);
    if (meant === null) return [];
    const message = `the annotation ${quoted(name)} means nothing here`;
    return { severity: "warning", code: "cedar.annotation", message, help: `did you mean \`@${meant}\`?` };
  });
}
