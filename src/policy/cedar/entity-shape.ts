/** What an entity may have: what its type declares, or anything when there is no schema. */

import { isActionType } from "../../kernel/entity-name.ts";
import type { Uid } from "../../kernel/expression.ts";
import type { Schema, ValueType } from "../../kernel/schema.ts";
import { type IndexedType, indexOf } from "../../kernel/schema-index.ts";

/** The type that a value must have; `any` when nothing is declared, null when there must be no such value. */
export type Allowed = ValueType | "any" | null;

export interface EntityShape {
  readonly attribute: (name: string) => Allowed;
  readonly tag: (name: string) => Allowed;
  /** Attributes that must be there. */
  readonly required: readonly string[];
  readonly isParent: (type: string) => boolean;
}

const any = (): Allowed => "any";
const none = (): Allowed => null;

const ANYTHING: EntityShape = { attribute: any, tag: any, required: [], isParent: () => true };
const UNTYPED_ACTION: EntityShape = { ...ANYTHING, isParent: isActionType };
const DECLARED_ACTION: EntityShape = { attribute: none, tag: none, required: [], isParent: isActionType };

/** Null when the schema does not declare the type. */
export function shapeOf({ type }: Uid, schema: Schema | null): EntityShape | null {
  if (schema === null) return isActionType(type) ? UNTYPED_ACTION : ANYTHING;
  if (isActionType(type)) return DECLARED_ACTION;
  const declared = indexOf(schema).entities.get(type);
  return declared === undefined ? null : declaredShape(declared);
}

function declaredShape({ attributes, tags, ancestorSet }: IndexedType): EntityShape {
  const types = new Map(attributes.attributes.map(({ name, type }) => [name, type]));
  return {
    attribute: (name) => types.get(name) ?? null,
    tag: () => tags,
    required: attributes.attributes.filter(({ required }) => required).map(({ name }) => name),
    isParent: (type) => ancestorSet.has(type),
  };
}
