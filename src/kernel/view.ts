/** What typed expressions see of a part: principal, action, resource, and a context that docs/spec/cedar.md describes. */

import type { Scene } from "./condition.ts";
import { ACTION_TYPE, ENTITY_OF } from "./entity.ts";
import { type EntityData, type EntityStore, overlay } from "./entity-store.ts";
import { constantOf } from "./evaluate.ts";
import type { Uid } from "./expression.ts";
import type { Seen } from "./holds.ts";
import type { Json } from "./json.ts";
import { valueOfJson } from "./json-value.ts";
import type { Given, Members, Part } from "./request.ts";
import type { ValueScene } from "./scene.ts";
import type { RecordType, Schema, ValueType } from "./schema.ts";
import { indexOf, uidText } from "./schema-index.ts";
import { typedValue } from "./typed-value.ts";
import { EMPTY_RECORD, type Fault, type RecordValue, recordOf, type Value } from "./value.ts";
import { contextsOf, type Reading } from "./view-context.ts";

/** The views of a part: one of each kind for nearly all, more where a text has several spellings. */
export function viewsOf(part: Part, scene: Scene): Seen {
  const { request } = scene;
  const { given } = request;
  const base = {
    principal: ENTITY_OF.principal(part, request),
    action: ENTITY_OF.action(part, request),
    resource: ENTITY_OF.resource(part, request),
  };
  const entities = given === undefined ? scene.entities : withGiven(scene, base, given);
  const contexts = (reading: Reading): readonly RecordValue[] =>
    base.action.type === ACTION_TYPE ? contextsOf(part, request, reading) : [contextOf(scene, base.action, given)];
  const view = (context: RecordValue): ValueScene => ({ ...base, context, entities });
  const exact = contexts("exact").map(view);
  return { part, exact, every: part.kind === "tool" ? contexts("every").map(view) : exact };
}

function contextOf({ schema }: Scene, action: Uid, given: Given | undefined): RecordValue {
  const type = schema === null ? undefined : indexOf(schema).actions.get(uidText(action))?.context;
  return recordOfMembers(given?.context ?? {}, type);
}

type Base = Pick<ValueScene, "principal" | "action" | "resource">;

/** What the call says of its own entities; what the snapshot says of them wins. */
function withGiven({ entities, schema }: Scene, base: Base, given: Given): EntityStore {
  const asserted = (["principal", "action", "resource"] as const)
    .filter((slot) => Object.keys(given[slot]).length > 0)
    .map((slot) => assertion(base[slot], given[slot], schema));
  return asserted.length === 0 ? entities : overlay(entities, asserted);
}

function assertion(uid: Uid, members: Members, schema: Schema | null): EntityData {
  const type = schema === null ? undefined : indexOf(schema).entities.get(uid.type)?.attributes;
  return { uid, parents: [], attributes: recordOfMembers(members, type), tags: EMPTY_RECORD };
}

/** Null members are absent. Where a schema says what a member is, it is read as that, if it can be. */
function recordOfMembers(members: Members, type: RecordType | undefined): RecordValue {
  const values = new Map<string, Value | Fault>();
  for (const name of Object.keys(members)) {
    const json = members[name];
    if (json === null || json === undefined) continue;
    values.set(name, typedOrPlain(json, type?.attributes.find((attribute) => attribute.name === name)?.type));
  }
  return recordOf(values);
}

function typedOrPlain(json: Json, type: ValueType | undefined): Value | Fault {
  const typed = type === undefined ? null : typedValue(json, type, "");
  return typed !== null && "value" in typed ? constantOf(typed.value) : valueOfJson(json);
}
