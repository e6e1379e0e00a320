/** The nodes of the index that ask for an entity: itself, what it is below, its type. */

import { ENTITY_OF } from "./entity.ts";
import type { Uid } from "./expression.ts";
import type { Node } from "./lookup.ts";
import type { Part, Request } from "./request.ts";
import type { Condition, Slot } from "./rule.ts";

/** Entities by type and id; two steps cost less than one composed key. */
type Entities = ReadonlyMap<string, ReadonlyMap<string, Node>>;

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

/** A field of the index, apart from those of plain conditions. */
export type EntityField = `entity ${Slot}`;

export function isEntityField(field: string): field is EntityField {
  return field.startsWith("entity ");
}

type EntityCondition = Extract<Condition, { readonly slot: Slot }>;

export interface EntityKey {
  readonly field: EntityField;
  readonly values: readonly string[];
}

/** Where the index files a rule with this condition. */
export function entityKey(condition: EntityCondition): EntityKey {
  const field: EntityField = `entity ${condition.slot}`;
  switch (condition.kind) {
    case "entity_equal":
      return { field, values: [keyText("=", condition.uid)] };
    case "entity_in":
      return { field, values: condition.uids.map((uid) => keyText("<", uid)) };
    case "entity_is":
      return { field, values: [`:${condition.type}`] };
  }
}

/** A type has no blank in it. */
function keyText(how: "=" | "<", { type, id }: Uid): string {
  return `${how}${type} ${id}`;
}

/** Takes the keys apart again, for the walk. */
export function byEntity(field: EntityField, children: ReadonlyMap<string, Node>, rest: Node | null): ByEntity {
  const equal = new Map<string, Map<string, Node>>();
  const below = new Map<string, Map<string, Node>>();
  const types = new Map<string, Node>();
  for (const [key, child] of children) {
    if (key.startsWith(":")) types.set(key.slice(1), child);
    else put(key.startsWith("=") ? equal : below, key, child);
  }
  const read = ENTITY_OF[field.slice("entity ".length) as Slot];
  return { kind: "entity", read, equal, below: below.size === 0 ? null : below, types, rest };
}

function put(entities: Map<string, Map<string, Node>>, key: string, child: Node): void {
  const blank = key.indexOf(" ");
  const [type, id] = [key.slice(1, blank), key.slice(blank + 1)];
  const ids = entities.get(type) ?? new Map<string, Node>();
  entities.set(type, ids.set(id, child));
}

export function* childrenBelow({ equal, below, types }: ByEntity): Iterable<Node> {
  for (const ids of equal.values()) yield* ids.values();
  if (below !== null) for (const ids of below.values()) yield* ids.values();
  yield* types.values();
}
