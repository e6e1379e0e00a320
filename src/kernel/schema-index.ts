/** A schema by name, made once for each schema. */

import { isActionType } from "./entity-name.ts";
import type { Expression, Uid } from "./expression.ts";
import { quoted } from "./json-error.ts";
import { perObject } from "./per-object.ts";
import type { ActionType, EntityType, Schema } from "./schema.ts";

export interface SchemaIndex {
  readonly entities: ReadonlyMap<string, IndexedType>;
  /** By `uidText`. */
  readonly actions: ReadonlyMap<string, ActionType>;
}

export interface IndexedType extends EntityType {
  readonly ancestorSet: ReadonlySet<string>;
  readonly idSet: ReadonlySet<string> | null;
}

export const indexOf: (schema: Schema) => SchemaIndex = perObject(({ entities, actions }) => ({
  entities: new Map(entities.map((type) => [type.name, indexType(type)])),
  actions: new Map(actions.map((action) => [uidText(action.uid), action])),
}));

function indexType(type: EntityType): IndexedType {
  return { ...type, ancestorSet: new Set(type.ancestors), idSet: type.ids && new Set(type.ids) };
}

/** One text for each uid, and none for two: a type has no quotes. */
export function uidText({ type, id }: Uid): string {
  return `${type}::"${id}"`;
}

/** What forbids an entity to be named at all: an id that its enumeration lacks, an action that is not declared. */
export function uidFault(uid: Uid, index: SchemaIndex): string | null {
  if (isActionType(uid.type))
    return index.actions.has(uidText(uid)) ? null : `the action ${quoted(uidText(uid))} is not declared`;
  const ids = index.entities.get(uid.type)?.idSet ?? null;
  if (ids === null || ids.has(uid.id)) return null;
  return `${quoted(uid.id)} is none of the ids of the enumerated type ${quoted(uid.type)}`;
}

/** The first such fault of a literal value. */
export function valueFault(value: Expression, index: SchemaIndex): string | null {
  if (value.kind === "entity") return uidFault(value, index);
  if (value.kind === "set") return firstFault(value.of, index);
  return value.kind === "record"
    ? firstFault(
        value.of.map(([, member]) => member),
        index,
      )
    : null;
}

function firstFault(values: readonly Expression[], index: SchemaIndex): string | null {
  for (const value of values) {
    const fault = valueFault(value, index);
    if (fault !== null) return fault;
  }
  return null;
}
