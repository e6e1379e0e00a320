/** What typed expressions see of a part: principal, action, resource, and a context that docs/spec/cedar.md describes. */

import type { Scene } from "./condition.ts";
import { ACTION_TYPE, ENTITY_OF } from "./entity.ts";
import { type EntityData, type EntityStore, overlay } from "./entity-store.ts";
import type { Uid } from "./expression.ts";
import type { Seen } from "./holds.ts";
import { valueOfJson } from "./json-value.ts";
import type { Given, Members, Part } from "./request.ts";
import type { ValueScene } from "./scene.ts";
import { EMPTY_RECORD, isRecord, type RecordValue, recordOf } from "./value.ts";
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
  const entities = given === undefined ? scene.entities : withGiven(scene.entities, base, given);
  const contexts = (reading: Reading): readonly RecordValue[] =>
    base.action.type === ACTION_TYPE ? contextsOf(part, request, reading) : [recordOfMembers(given?.context ?? {})];
  const view = (context: RecordValue): ValueScene => ({ ...base, context, entities });
  const exact = contexts("exact").map(view);
  return { part, exact, every: part.kind === "tool" ? contexts("every").map(view) : exact };
}

type Base = Pick<ValueScene, "principal" | "action" | "resource">;

/** What the call says of its own entities; what the snapshot says of them wins. */
function withGiven(entities: EntityStore, { principal, action, resource }: Base, given: Given): EntityStore {
  const asserted = [
    ...assert(principal, given.principal),
    ...assert(action, given.action),
    ...assert(resource, given.resource),
  ];
  return asserted.length === 0 ? entities : overlay(entities, asserted);
}

function assert(uid: Uid, members: Members): readonly EntityData[] {
  if (Object.keys(members).length === 0) return [];
  return [{ uid, parents: [], attributes: recordOfMembers(members), tags: EMPTY_RECORD }];
}

function recordOfMembers(members: Members): RecordValue {
  const value = valueOfJson(members);
  // A context that is an escape is no record: it has no members.
  return isFaultless(value) ? value : recordOf(new Map());
}

function isFaultless(value: ReturnType<typeof valueOfJson>): value is RecordValue {
  return typeof value === "object" && value.kind === "record" && isRecord(value);
}
