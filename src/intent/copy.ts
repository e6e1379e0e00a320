/** A private copy of a value from outside: every property is read once, and whatever the original becomes is no matter. */

/** The copy, and whether its canonical text, read back, would be this very value. */
export interface Copied {
  readonly value: unknown;
  /** False where numbers are, which may have several spellings, and where there is what JSON cannot hold. */
  readonly exact: boolean;
}

/** Thrown for a value whose text would be longer than the limit; the rest of it was not looked at. */
export class CopyError extends Error {}

/** How far a copy has come. */
interface Copying {
  exact: boolean;
  /** Each value and each character takes at least one byte of text. */
  room: number;
}

/** Deeper than canonical JSON goes, so that it refuses what is left out here. */
const MAX_DEPTH = 66;

const FEW_KEYS = 16;

/** Copies lists and plain objects, keys in canonical order; what is neither is left for `canonical` to refuse. */
export function copyOf(value: unknown, limit: number): Copied {
  const copying = { exact: true, room: limit };
  return { value: copyValue(copying, value, 0), exact: copying.exact };
}

function copyValue(copying: Copying, value: unknown, depth: number): unknown {
  copying.room -= typeof value === "string" ? value.length : 1;
  if (copying.room < 0) throw new CopyError("the call is too large");
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "object" && depth < MAX_DEPTH) {
    if (Array.isArray(value)) return copyList(copying, value, depth);
    if (isPlain(value)) return copyObject(copying, value, depth);
  }
  copying.exact = false;
  return value;
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function copyList(copying: Copying, list: readonly unknown[], depth: number): readonly unknown[] {
  const copy: unknown[] = [];
  const { length } = list;
  for (let i = 0; i < length; i++) copy.push(copyValue(copying, list[i], depth + 1));
  return copy;
}

function copyObject(copying: Copying, object: Readonly<Record<string, unknown>>, depth: number): object {
  const copy: Record<string, unknown> = {};
  for (const key of sorted(Object.keys(object))) {
    copying.room -= key.length;
    const value = copyValue(copying, object[key], depth + 1);
    // Assigning `__proto__` would not make a property.
    if (key === "__proto__") Object.defineProperty(copy, key, { value, enumerable: true });
    else copy[key] = value;
  }
  return copy;
}

/** By UTF-16 code units, as RFC 8785 §3.2.3 demands; for few keys insertion costs less than a call of `sort`. */
function sorted(keys: string[]): readonly string[] {
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && key < (keys[at - 1] as string); at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}
