/** The entities that a part is about: rule 25 of docs/spec/decision.md. */

import type { EntityRecord, Uid } from "../../src/kernel/expression.ts";
import type { Part, Request } from "../../src/kernel/request.ts";
import type { Slot } from "../../src/kernel/rule.ts";

/** Who does what to what. */
export function entityOf(slot: Slot, { request, part }: { readonly request: Request; readonly part: Part }): Uid {
  const own = request[slot];
  if (slot === "principal") return own;
  if (part.kind === "tool")
    return slot === "action" || part.tool === own.id ? own : { type: "Writ::Tool", id: part.tool };
  if (request.kind === "action") return own;
  if (slot === "action") return { type: "Writ::Action", id: part.action };
  return { type: "Writ::Tenant", id: part.tenant ?? "" };
}

export function same(a: Uid, b: Uid): boolean {
  return a.type === b.type && a.id === b.id;
}

/** Whether the entity is the other or below it; none is its own ancestor. */
export function isIn(own: Uid, other: Uid, entities: readonly EntityRecord[]): boolean {
  const parents = entities.filter(({ uid }) => same(uid, own)).flatMap((each) => each.parents);
  return same(own, other) || parents.some((parent) => isIn(parent, other, entities));
}
