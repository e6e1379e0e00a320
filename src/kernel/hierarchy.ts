/** What a decision knows of entities: attributes, tags, and the hierarchy as its transitive closure. */

import type { Uid } from "./expression.ts";
import { getUid, sameUid, setUid, type UidMap } from "./uid-map.ts";
import type { RecordValue } from "./value.ts";

/** An entity with its attributes evaluated. */
export interface EntityData {
  readonly uid: Uid;
  /** As given. */
  readonly parents: readonly Uid[];
  readonly attributes: RecordValue;
  readonly tags: RecordValue;
}

export interface EntityStore {
  readonly find: (uid: Uid) => EntityData | undefined;
  /** The entity itself first, then all it is in. An entity that is not in the store is in itself only. */
  readonly ancestors: (uid: Uid) => readonly Uid[];
  /** `uid in other`. */
  readonly isIn: (uid: Uid, other: Uid) => boolean;
}

interface Lineage {
  /** The entity itself first. */
  readonly list: readonly Uid[];
  readonly members: ReadonlyMap<string, ReadonlyMap<string, true>>;
}

type ParentsOf = (uid: Uid) => readonly Uid[];

/** A store of evaluated entities; of two with one name the later counts. */
export function storeOf(entities: readonly EntityData[]): EntityStore {
  const known: UidMap<EntityData> = new Map();
  for (const data of entities) setUid(known, data.uid, data);
  const find = (uid: Uid): EntityData | undefined => getUid(known, uid);
  return lineageStore(find, (uid) => find(uid)?.parents ?? NONE);
}

/** Closes the hierarchy entity by entity, each when it is first asked about. */
export function lineageStore(find: EntityStore["find"], parentsOf: ParentsOf): EntityStore {
  const lineages: UidMap<Lineage> = new Map();
  const lineage = (uid: Uid): Lineage | null => {
    const found = getUid(lineages, uid);
    if (found !== undefined) return found;
    // Not kept, so that names which nobody knows do not pile up.
    if (parentsOf(uid).length === 0) return null;
    const made = lineageOf(uid, parentsOf);
    setUid(lineages, uid, made);
    return made;
  };
  return {
    find,
    ancestors: (uid) => lineage(uid)?.list ?? [uid],
    isIn: (uid, other) => {
      if (sameUid(uid, other)) return true;
      const above = lineage(uid);
      return above !== null && getUid(above.members, other) === true;
    },
  };
}

const NONE: readonly Uid[] = [];

/** Walks up from the entity; each ancestor is met once, so that a cycle ends. */
function lineageOf(uid: Uid, parentsOf: ParentsOf): Lineage {
  const list: Uid[] = [];
  const members: UidMap<true> = new Map();
  const meet = (each: Uid): void => {
    if (getUid(members, each) === true) return;
    setUid(members, each, true);
    list.push(each);
  };
  meet(uid);
  // The list grows while it is walked.
  for (const each of list) for (const parent of parentsOf(each)) meet(parent);
  return { list, members };
}

export const NO_ENTITIES: EntityStore = storeOf([]);
