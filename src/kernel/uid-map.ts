/** Maps from entity names, by type and then by id: no text is put together to look one up. */

import type { Uid } from "./expression.ts";

export type UidMap<T> = Map<string, Map<string, T>>;

export function getUid<T>(map: ReadonlyMap<string, ReadonlyMap<string, T>>, { type, id }: Uid): T | undefined {
  return map.get(type)?.get(id);
}

export function setUid<T>(map: UidMap<T>, { type, id }: Uid, value: T): void {
  const ids = map.get(type);
  if (ids === undefined) map.set(type, new Map([[id, value]]));
  else ids.set(id, value);
}

export function sameUid(left: Uid, right: Uid): boolean {
  return left.id === right.id && left.type === right.type;
}
