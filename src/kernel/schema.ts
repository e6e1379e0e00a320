/** A Cedar schema, resolved: every name is full, every common type is replaced by what it stands for. Plain JSON. */

import type { Uid } from "./expression.ts";

export type ValueType =
  | { readonly kind: "long" | "string" | "bool" }
  | { readonly kind: "entity"; readonly type: string }
  | { readonly kind: "set"; readonly of: ValueType }
  | RecordType
  /** `decimal`, `ipaddr`, `datetime`, `duration`. */
  | { readonly kind: "extension"; readonly name: string };

export interface RecordType {
  readonly kind: "record";
  readonly attributes: readonly AttributeType[];
}

export interface AttributeType {
  readonly name: string;
  readonly required: boolean;
  readonly type: ValueType;
}

export interface EntityType {
  readonly name: string;
  /** Types that its entities may have as ancestors, transitively. */
  readonly ancestors: readonly string[];
  readonly attributes: RecordType;
  readonly tags: ValueType | null;
  /** The only ids of an enumerated type; null for any other. */
  readonly ids: readonly string[] | null;
}

export interface ActionType {
  readonly uid: Uid;
  /** Direct parents. */
  readonly parents: readonly Uid[];
  /** Types of principal and resource it applies to; null: to nothing, it is a group only. */
  readonly applies: { readonly principals: readonly string[]; readonly resources: readonly string[] } | null;
  readonly context: RecordType;
}

export interface Schema {
  readonly entities: readonly EntityType[];
  readonly actions: readonly ActionType[];
}
