/** Lists by what their members have in common. */

/** Members with equal keys, in their order. */
export function groupBy<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key) ?? [];
    if (group.push(one) === 1) groups.set(key, group);
  }
  return groups;
}
