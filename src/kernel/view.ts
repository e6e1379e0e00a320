/** What typed expressions see of a part: principal, action, resource, and a context that docs/spec/cedar.md describes. */

import type { Scene } from "./condition.ts";
import { ACTION_TYPE, ENTITY_OF } from "./entity.ts";
import { type EntityData, type EntityStore, overlay } from "./entity-store.ts";
import type { Uid } from "./expression.ts";
import { givenContext, recordOfMembers } from "./given-context.ts";
import type { Seen } from "./holds.ts";
import { valueOfJson } from "./json-value.ts";
import { type Given, type Members, NO_MEMBERS, type Part } from "./request.ts";
import type { ValueScene } from "./scene.ts";
import type { RecordType, Schema } from "./schema.ts";
import { indexOf, uidText } from "./schema-index.ts";
import { EMPTY_RECORD, type RecordValue } from "./value.ts";
import { valueOfType } from "./value-of-type.ts";
import { contextsOf, type Reading } from "./view-context.ts";

/** The views of a part: one of each kind for nearly all, more where a text has several spellings. */
export function viewsOf(part: Part, scene: Scene): Seen {
  const { request } = scene;
  const action = ENTITY_OF.action(part, request);
  if (action.type !== ACTION_TYPE) {
    const only = [viewOf(part, scene, contextOf(scene, action))];
    return { part, exact: only, every: only };
  }
  const viewsAs = (reading: Reading): readonly ValueScene[] =>
    contextsOf(part, request, reading).map((context) => viewOf(part, scene, context));
  const exact = viewsAs("exact");
  return { part, exact, every: part.kind === "tool" ? viewsAs("every") : exact };
}

/** Member by member: a spread costs more than the rest of a decision. */
function viewOf(part: Part, scene: Scene, context: ValueScene["context"]): ValueScene {
  const { request } = scene;
  return {
    principal: ENTITY_OF.principal(part, request),
    action: ENTITY_OF.action(part, request),
    resource: ENTITY_OF.resource(part, request),
    context,
    entities: entitiesOf(part, scene),
  };
}

function contextOf({ request, schema }: Scene, action: Uid): ValueScene["context"] {
  const members = request.given?.context;
  if (members === undefined) return EMPTY_RECORD;
  const type = schema === null ? undefined : indexOf(schema).actions.get(uidText(action))?.context;
  return type === undefined ? givenContext(members) : typedRecord(members, type);
}

/** What the call says of its own entities; what the snapshot says of them wins. */
function entitiesOf(part: Part, { request, entities, schema }: Scene): EntityStore {
  const { given } = request;
  if (given === undefined || saysNothing(given)) return entities;
  const asserted = SLOTS.filter((slot) => !isEmpty(given[slot]));
  return overlay(
    entities,
    asserted.map((slot) => assertion(ENTITY_OF[slot](part, request), given[slot], schema)),
  );
}

const SLOTS = ["principal", "action", "resource"] as const;

function saysNothing({ principal, action, resource }: Given): boolean {
  return isEmpty(principal) && isEmpty(action) && isEmpty(resource);
}

function isEmpty(members: Members): boolean {
  return members === NO_MEMBERS || Object.keys(members).length === 0;
}

function assertion(uid: Uid, members: Members, schema: Schema | null): EntityData {
  const type = schema === null ? undefined : indexOf(schema).entities.get(uid.type)?.attributes;
  const attributes = type === undefined ? recordOfMembers(members, valueOfJson) : typedRecord(members, type);
  return { uid, parents: [], attributes, tags: EMPTY_RECORD };
}

/** Where a schema says what a member is, it is read as that, if it can be. */
function typedRecord(members: Members, { attributes }: RecordType): RecordValue {
  return recordOfMembers(members, (json, name) => {
    const type = attributes.find((attribute) => attribute.name === name)?.type;
    return (type === undefined ? null : valueOfType(json, type)) ?? valueOfJson(json);
  });
}
