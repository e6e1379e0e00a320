/** The nodes of the index that ask for an entity: itself, what it is below, its type. */

import { ENTITY_OF } from "./entity.ts";
import type { Uid } from "./expression.ts";
import { interned } from "./interned.ts";
import type { Node } from "./lookup.ts";
import { type EntityField, entityCondition, slotOf } from "./lookup-key.ts";
import type { Part, Request } from "./request.ts";

/** Entities by id, for hardly two types share one. */
export type Entities = ReadonlyMap<string, Named>;

interface Named {
  readonly type: string;
  readonly node: Node;
  /** The next type that has the id. */
  readonly next: Named | null;
}

export interface ByEntity {
  readonly kind: "entity";
  readonly read: (part: Part, request: Request) => Uid;
  /** Rules that ask for exactly this entity. */
  readonly equal: Entities;
  /** Rules that ask for this entity or one below it; null when there are none, for walking up costs. */
  readonly below: Entities | null;
  readonly types: ReadonlyMap<string, Node>;
  readonly rest: Node | null;
}

/** A node out of what stands below each value of a key. */
export function byEntity(field: EntityField, children: ReadonlyMap<string, Node>, rest: Node | null): ByEntity {
  const equal = new Map<string, Named>();
  const below = new Map<string, Named>();
  const types = new Map<string, Node>();
  for (const [value, node] of children) {
    const condition = entityCondition(field, value);
    if (condition.kind === "entity_is") types.set(condition.type, node);
    else if (condition.kind === "entity_equal") put(equal, condition.uid, node);
    else for (const uid of condition.uids) put(below, uid, node);
  }
  const read = ENTITY_OF[slotOf(field)];
  return { kind: "entity", read, equal, below: below.size === 0 ? null : below, types, rest };
}

function put(entities: Map<string, Named>, { type, id }: Uid, node: Node): void {
  entities.set(interned(id), { type: interned(type), node, next: entities.get(id) ?? null });
}

export function nodeOf(entities: Entities, { type, id }: Uid): Node | undefined {
  let named = entities.get(id) ?? null;
  while (named !== null && named.type !== type) named = named.next;
  return named?.node;
}
