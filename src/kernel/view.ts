/** What typed expressions see of a part: principal, action, resource, and a context that docs/spec/cedar.md describes. */

import type { Scene } from "./condition.ts";
import { ACTION_TYPE, ENTITY_OF } from "./entity.ts";
import { type EntityData, type EntityStore, overlay } from "./entity-store.ts";
import { constantOf } from "./evaluate.ts";
import type { Uid } from "./expression.ts";
import type { Seen } from "./holds.ts";
import type { Json } from "./json.ts";
import { valueOfJson } from "./json-value.ts";
import type { Members, Part, Request } from "./request.ts";
import type { ValueScene } from "./scene.ts";
import type { RecordType, Schema, ValueType } from "./schema.ts";
import { indexOf, uidText } from "./schema-index.ts";
import { typedValue } from "./typed-value.ts";
import { EMPTY_RECORD, type Fault, type RecordValue, recordOf, type Value } from "./value.ts";
import { contextsOf, type Reading } from "./view-context.ts";

/** The views of a part: one of each kind for nearly all, more where a text has several spellings. */
export function viewsOf(part: Part, scene: Scene): Seen {
  const names = namesOf(part, scene.request);
  const entities = withGiven(scene, names);
  const exact = viewsAs("exact", part, { scene, names, entities });
  return { part, exact, every: part.kind === "tool" ? viewsAs("every", part, { scene, names, entities }) : exact };
}

type Names = Pick<ValueScene, "principal" | "action" | "resource">;

function namesOf(part: Part, request: Request): Names {
  return {
    principal: ENTITY_OF.principal(part, request),
    action: ENTITY_OF.action(part, request),
    resource: ENTITY_OF.resource(part, request),
  };
}

interface Sight {
  readonly scene: Scene;
  readonly names: Names;
  readonly entities: EntityStore;
}

function viewsAs(reading: Reading, part: Part, sight: Sight): readonly ValueScene[] {
  const { scene, names } = sight;
  if (names.action.type !== ACTION_TYPE) return [viewOf(contextOf(scene, names.action), sight)];
  return contextsOf(part, scene.request, reading).map((context) => viewOf(context, sight));
}

/** Name by name: a spread costs more than the rest of a decision. */
function viewOf(context: RecordValue, { names, entities }: Sight): ValueScene {
  const { principal, action, resource } = names;
  return { principal, action, resource, context, entities };
}

function contextOf({ request, schema }: Scene, action: Uid): RecordValue {
  const members = request.given?.context;
  if (members === undefined) return EMPTY_RECORD;
  return recordOfMembers(members, schema === null ? undefined : indexOf(schema).actions.get(uidText(action))?.context);
}

/** What the call says of its own entities; what the snapshot says of them wins. */
function withGiven({ request, entities, schema }: Scene, names: Names): EntityStore {
  const { given } = request;
  if (given === undefined) return entities;
  const asserted = SLOTS.filter((slot) => Object.keys(given[slot]).length > 0);
  if (asserted.length === 0) return entities;
  return overlay(
    entities,
    asserted.map((slot) => assertion(names[slot], given[slot], schema)),
  );
}

const SLOTS = ["principal", "action", "resource"] as const;

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
