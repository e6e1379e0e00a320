/** Templates and the links that make policies of them. */

import type { Uid } from "../../kernel/expression.ts";
import type { CedarPolicy, ScopeConstraint, SlotName, UidOrSlot } from "./syntax.ts";

export type SlotValues = { readonly [Name in SlotName]?: Uid };

/** One row of `templateLinks`. */
export interface TemplateLink {
  readonly templateId: string;
  readonly newId: string;
  readonly values: SlotValues;
}

/** Why a template cannot be linked with these values. */
export interface LinkRefusal {
  readonly kind: "link_refusal";
  readonly message: string;
}

/** The static policy that a template becomes with these values; each slot needs one, and no other may be given. */
export function link(template: CedarPolicy, values: SlotValues, newId: string): CedarPolicy | LinkRefusal {
  if (template.slots.length === 0) return refusal("a policy without slots is no template");
  const missing = template.slots.find((slot) => values[slot] === undefined);
  if (missing !== undefined) return refusal(`expected a value for the slot \`?${missing}\``);
  const spare = (["principal", "resource"] as const).find((slot) => values[slot] && !template.slots.includes(slot));
  if (spare !== undefined) return refusal(`the template has no slot \`?${spare}\``);
  return {
    ...template,
    id: newId,
    principal: filled(template.principal, values),
    resource: filled(template.resource, values),
    slots: [],
  };
}

function filled(constraint: ScopeConstraint, values: SlotValues): ScopeConstraint {
  switch (constraint.kind) {
    case "any":
    case "is":
      return constraint;
    case "in":
      return { ...constraint, uids: constraint.uids.map((uid) => replaced(uid, values)) };
    case "equal":
    case "is_in":
      return { ...constraint, uid: replaced(constraint.uid, values) };
  }
}

function replaced(uid: UidOrSlot, values: SlotValues): UidOrSlot {
  const value = uid.kind === "slot" ? values[uid.name] : undefined;
  return value === undefined ? uid : { kind: "entity", type: value.type, id: value.id };
}

function refusal(message: string): LinkRefusal {
  return { kind: "link_refusal", message };
}
