/** A schema as it was written, in either syntax: names are not resolved yet, every part knows its place. */

import type { Place } from "./problem.ts";

export interface NameForm {
  /** As written: `A`, `B::A`. */
  readonly name: string;
  readonly place: Place;
}

export type TypeForm =
  | { readonly kind: "long" | "string" | "bool" }
  | { readonly kind: "extension"; readonly name: string }
  | { readonly kind: "set"; readonly of: TypeForm }
  | RecordForm
  /** What the name may stand for depends on where it is written. */
  | (NameForm & { readonly kind: "name"; readonly stands: "entity" | "common" | "either" });

export interface RecordForm {
  readonly kind: "record";
  readonly attributes: readonly AttributeForm[];
}

export interface AttributeForm {
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeForm;
}

interface Declared {
  /** The namespace that holds the declaration, `""` for none. */
  readonly namespace: string;
  readonly name: string;
  readonly place: Place;
}

export interface EntityForm extends Declared {
  readonly kind: "entity";
  readonly parents: readonly NameForm[];
  readonly shape: TypeForm | null;
  readonly tags: TypeForm | null;
  readonly ids: readonly string[] | null;
}

/** `name` is the id of the action. */
export interface ActionForm extends Declared {
  readonly kind: "action";
  readonly parents: readonly ActionNameForm[];
  readonly principals: readonly NameForm[];
  readonly resources: readonly NameForm[];
  readonly context: TypeForm | null;
}

export interface ActionNameForm {
  /** The type as written; `Action` when none is. */
  readonly type: string;
  readonly id: string;
  readonly place: Place;
}

export interface CommonForm extends Declared {
  readonly kind: "common";
  readonly type: TypeForm;
}

export type Declaration = EntityForm | ActionForm | CommonForm;

/** Types nest at most this deep, as written and with every common type replaced by what it stands for. */
export const MAX_TYPE_DEPTH = 64;
