/** Stores of entities: from the records of a snapshot, and with what a request asserts about its own on top. */

import { constantOf } from "./evaluate.ts";
import type { EntityRecord, Uid } from "./expression.ts";
import { type EntityData, type EntityStore, lineageStore, storeOf } from "./hierarchy.ts";
import { getUid, setUid, type UidMap } from "./uid-map.ts";
import { type RecordValue, recordOf } from "./value.ts";

export type { EntityData, EntityStore } from "./hierarchy.ts";

/** Evaluates every attribute and tag once; one that has no value is a member that cannot be read. */
export function buildEntityStore(records: readonly EntityRecord[]): EntityStore {
  return storeOf(records.map(entityOf));
}

export function entityOf({ uid, parents, attributes, tags }: EntityRecord): EntityData {
  return { uid, parents, attributes: recordOfEntries(attributes), tags: recordOfEntries(tags) };
}

/**
 * The store with what is asserted about a few entities on top: an attribute or tag that the store has wins over the
 * asserted one of that name, and asserted parents join those that the store has. Costs what is asserted.
 */
export function overlay(store: EntityStore, asserted: readonly EntityData[]): EntityStore {
  const merged: UidMap<EntityData> = new Map();
  for (const data of asserted) {
    const below = getUid(merged, data.uid) ?? store.find(data.uid);
    setUid(merged, data.uid, below === undefined ? data : mergeEntity(below, data));
  }
  const find = (uid: Uid): EntityData | undefined => getUid(merged, uid) ?? store.find(uid);
  if (asserted.every(({ parents }) => parents.length === 0)) return { ...store, find };
  const parentsOf = (uid: Uid): readonly Uid[] => [...store.ancestors(uid), ...(getUid(merged, uid)?.parents ?? [])];
  return lineageStore(find, parentsOf);
}

function mergeEntity(below: EntityData, above: EntityData): EntityData {
  return {
    uid: below.uid,
    parents: [...below.parents, ...above.parents],
    attributes: mergeRecord(below.attributes, above.attributes),
    tags: mergeRecord(below.tags, above.tags),
  };
}

function mergeRecord(below: RecordValue, above: RecordValue): RecordValue {
  if (above.members.size === 0) return below;
  return recordOf(new Map([...above.members, ...below.members]));
}

function recordOfEntries(entries: EntityRecord["attributes"]): RecordValue {
  return recordOf(new Map(entries.map(([name, value]) => [name, constantOf(value)])));
}
