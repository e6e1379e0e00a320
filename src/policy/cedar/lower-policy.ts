/** Cedar policies → rules of the tree: the scope becomes conditions that the index knows, the rest one expression. */

import type { Code } from "../../kernel/code.ts";
import { RULE_CODE } from "../../kernel/code.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Expression, Uid } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import type { Condition, Rule, Slot } from "../../kernel/rule.ts";
import { getUid, setUid, type UidMap } from "../../kernel/uid-map.ts";
import type { Finding } from "../reading.ts";
import { requirementFinding } from "../requirement.ts";
import { nearest } from "../suggest.ts";
import { conditionsOf } from "./lower.ts";
import type { CedarPolicy, ScopeConstraint, UidOrSlot } from "./syntax.ts";

/** Conditions that were made already: most policies name an action or a principal that others name too. */
export type Known = Readonly<Record<Slot, UidMap<Condition>>>;

export function nothingKnown(): Known {
  return { principal: new Map(), action: new Map(), resource: new Map() };
}

interface Draft {
  readonly policy: CedarPolicy;
  readonly line: number;
}

/** The rule of a static policy, under the id that it was given. */
export function lowerPolicy({ policy, line }: Draft, id: string, known: Known): Rule {
  const said = Object.fromEntries(policy.annotations);
  const approvals = said["approvals"];
  return {
    id,
    effect: effectOf(policy, said["effect"]),
    tier: "user",
    when: whenOf(policy, known),
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
function whenOf(policy: CedarPolicy, known: Known): readonly Condition[] {
  const body = conjunction(conditionsOf(policy));
  const when: readonly Condition[] = [
    ...scopeConditions("principal", policy.principal, known),
    ...scopeConditions("action", policy.action, known),
    ...scopeConditions("resource", policy.resource, known),
    ...(body === null ? [] : [{ kind: "holds", of: body } as const]),
  ];
  return exact(when);
}

function conjunction(all: readonly Expression[]): Expression | null {
  const [only] = all;
  if (all.length <= 1) return only ?? null;
  return { kind: "and", of: exact(all.flatMap((each) => (each.kind === "and" ? each.of : [each]))) };
}

/** A list that was put together has room for sixteen more; a copy has none. */
function exact<T>(list: readonly T[]): readonly T[] {
  return list.slice();
}

function scopeConditions(slot: Slot, scope: ScopeConstraint, known: Known): readonly Condition[] {
  switch (scope.kind) {
    case "any":
      return [];
    case "equal":
      return [equalTo(slot, uidOf(scope.uid), known)];
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

function equalTo(slot: Slot, uid: Uid, known: Known): Condition {
  const before = getUid(known[slot], uid);
  if (before !== undefined) return before;
  const condition: Condition = { kind: "entity_equal", slot, uid };
  setUid(known[slot], uid, condition);
  return condition;
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
