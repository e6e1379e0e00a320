/** A place in a JSON text, and the steps every part of the reader takes. */

import { JsonError, type JsonErrorCode, pointerOf, quoted } from "./json-error.ts";
import { unitAt } from "./unit.ts";

export interface Reader {
  readonly text: string;
  at: number;
  readonly maxDepth: number;
  /** Segments that lead to the value being read; only the first `depth` are current. */
  readonly path: (string | number)[];
  depth: number;
  readonly positions: Map<string, number> | null;
  /** False when a surrogate without its other half stands somewhere in the text. */
  readonly wellFormed: boolean;
}

export const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Steps over insignificant white space (RFC 8259 §2). */
export function skipSpace(reader: Reader): void {
  const { text } = reader;
  let { at } = reader;
  for (; ; at++) {
    const code = unitAt(text, at);
    // Behind the end there is no number, which is none of these either.
    if (code > SPACE || (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB)) break;
  }
  reader.at = at;
}

/** Steps over the character if it is the next one. */
export function isNext(reader: Reader, code: number): boolean {
  if (unitAt(reader.text, reader.at) !== code) return false;
  reader.at++;
  return true;
}

/** Refuses what stands here, because something else should. */
export function expected(reader: Reader, what: string): never {
  const { text, at } = reader;
  const found = at < text.length ? quoted(text.charAt(at)) : "the end of the text";
  return fail(reader, "json.syntax", `expected ${what} but found ${found}`);
}

/** Refuses the text, naming the place and the value that is being read. */
export function fail(reader: Reader, code: JsonErrorCode, message: string): never {
  throw new JsonError(code, message, { text: reader.text, offset: reader.at, pointer: currentPointer(reader) });
}

/** The JSON Pointer of the value that is being read. */
export function currentPointer(reader: Reader): string {
  return pointerOf(reader.path.slice(0, reader.depth));
}
