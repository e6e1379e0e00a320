/** What is worked out of an object once, and kept as long as the object lives. */

/** What `make` gives of an object, which is asked for it once: objects are not changed after that. */
export function perObject<K extends WeakKey, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const kept = made.get(key);
    if (kept !== undefined) return kept.value;
    const value = make(key);
    made.set(key, { value });
    return value;
  };
}
