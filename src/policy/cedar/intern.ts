/** One string for each repeated word of a text, and none that keeps the whole text alive. */

const SIZE = 4096;
/** A longer text is hardly repeated. */
const LONGEST = 64;

export interface Interner {
  readonly text: string;
  readonly known: (string | undefined)[];
  /** Of the characters of the piece that is asked for. */
  hash: number;
}

export function openInterner(text: string): Interner {
  return { text, known: new Array<string | undefined>(SIZE).fill(undefined), hash: 0 };
}

/** A piece of the text; of the same characters it is the same string as long as its row is not taken by another. */
export function intern({ text, known, hash }: Interner, from: number, to: number): string {
  if (to - from > LONGEST) return copyOf(text, from, to);
  const row = (hash ^ (hash >>> 15)) & (SIZE - 1);
  const before = known[row];
  if (before !== undefined && before.length === to - from && text.startsWith(before, from)) return before;
  const fresh = copyOf(text, from, to);
  known[row] = fresh;
  return fresh;
}

/** V8 makes a slice of 13 characters or more a view, which keeps its text alive and is slow to compare. */
function copyOf(text: string, from: number, to: number): string {
  if (to - from < 13) return text.slice(from, to);
  // A view of a short joined text holds only that.
  if (to - from > LONGEST) return ` ${text.slice(from, to)}`.slice(1);
  const units: number[] = [];
  for (let at = from; at < to; at++) units.push(text.charCodeAt(at));
  return String.fromCharCode(...units);
}
