/** The nodes of the index that ask for an entity: itself, what it is below, its type. */

import { ENTITY_OF } from "./entity.ts";
import type { Uid } from "./expression.ts";
import type { Node } from "./lookup.ts";
import type { Part, Request } from "./request.ts";
import type { Condition, Slot } from "./rule.ts";

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

/** A field of the index, apart from those of plain conditions. */
export type EntityField = `entity ${Slot}`;

export function isEntityField(field: string): field is EntityField {
  return field.startsWith("entity ");
}

type EntityCondition = Extract<Condition, { readonly slot: Slot }>;

export interface EntityKey {
  readonly field: EntityField;
  readonly values: readonly string[];
  /** The entities that the values stand for; null for a type. */
  readonly uids: readonly Uid[] | null;
  readonly covers: number;
}

/** Where the index files a rule with this condition; a path there covers it. */
export function entityKey(condition: EntityCondition, covers: number): EntityKey {
  const field: EntityField = `entity ${condition.slot}`;
  switch (condition.kind) {
    case "entity_equal":
      return { field, values: [keyText("=", condition.uid)], uids: [condition.uid], covers };
    case "entity_in":
      return { field, values: condition.uids.map((uid) => keyText("<", uid)), uids: condition.uids, covers };
    case "entity_is":
      return { field, values: [`:${condition.type}`], uids: null, covers };
  }
}

/** A type has no blank in it. */
function keyText(how: "=" | "<", { type, id }: Uid): string {
  return `${how}${type} ${id}`;
}

interface Children {
  readonly children: ReadonlyMap<string, Node>;
  /** What their keys stand for. */
  readonly uids: ReadonlyMap<string, Uid>;
}

export function byEntity(field: EntityField, { children, uids }: Children, rest: Node | null): ByEntity {
  const equal = new Map<string, Named>();
  const below = new Map<string, Named>();
  const types = new Map<string, Node>();
  for (const [key, node] of children) {
    const uid = uids.get(key);
    if (uid === undefined) types.set(key.slice(1), node);
    else put(key.startsWith("=") ? equal : below, uid, node);
  }
  const read = ENTITY_OF[field.slice("entity ".length) as Slot];
  return { kind: "entity", read, equal, below: below.size === 0 ? null : below, types, rest };
}

function put(entities: Map<string, Named>, { type, id }: Uid, node: Node): void {
  entities.set(id, { type, node, next: entities.get(id) ?? null });
}

export function nodeOf(entities: Entities, { type, id }: Uid): Node | undefined {
  let named = entities.get(id) ?? null;
  while (named !== null && named.type !== type) named = named.next;
  return named?.node;
}

export function* childrenBelow({ equal, below, types }: ByEntity): Iterable<Node> {
  yield* nodesOf(equal);
  if (below !== null) yield* nodesOf(below);
  yield* types.values();
}

function* nodesOf(entities: Entities): Iterable<Node> {
  for (const first of entities.values())
    for (let named: Named | null = first; named !== null; named = named.next) yield named.node;
}
