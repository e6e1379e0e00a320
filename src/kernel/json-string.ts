/** JSON strings: no raw control characters, no half surrogate pairs (RFC 8259 §7, RFC 7493 §2.1). */

import { quoted } from "./json-error.ts";
import { fail, type Reader, SPACE } from "./json-reader.ts";
import { unitAt } from "./unit.ts";

export const LONE_SURROGATE: RegExp = /[\ud800-\udfff]/u;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads the string whose opening quote stands here. */
export function readString(reader: Reader): string {
  const { text } = reader;
  const { length } = text;
  const start = reader.at + 1;
  for (let at = start; at < length; at++) {
    const code = unitAt(text, at);
    if (code === BACKSLASH) return readEscaped(reader, at);
    if (code < SPACE) refuseControl(reader, at);
    if (code !== QUOTE) continue;
    const value = text.slice(start, at);
    if (!reader.wellFormed && LONE_SURROGATE.test(value)) fail(reader, "json.string", "lone surrogate in a string");
    reader.at = at + 1;
    return value;
  }
  return fail(reader, "json.syntax", "string without an end");
}

/** Reads a string whose first backslash stands at `first`. */
function readEscaped(reader: Reader, first: number): string {
  const { text } = reader;
  const { length } = text;
  let end = first;
  while (end < length && unitAt(text, end) !== QUOTE) end = afterUnit(reader, end);
  if (end >= length) fail(reader, "json.syntax", "string without an end");
  const raw = text.slice(reader.at, end + 1);
  const value: string = JSON.parse(raw);
  // Both: a raw half and an escaped half would make a whole that stands nowhere in the text.
  if (LONE_SURROGATE.test(raw) || LONE_SURROGATE.test(value)) {
    fail(reader, "json.string", "lone surrogate in a string");
  }
  reader.at = end + 1;
  return value;
}

/** Where the character or escape that begins at `at` ends. */
function afterUnit(reader: Reader, at: number): number {
  const code = unitAt(reader.text, at);
  if (code < SPACE) refuseControl(reader, at);
  if (code !== BACKSLASH) return at + 1;
  ESCAPE.lastIndex = at;
  if (ESCAPE.test(reader.text)) return ESCAPE.lastIndex;
  reader.at = at;
  return fail(reader, "json.string", `invalid escape ${quoted(reader.text.slice(at, at + 2))}`);
}

function refuseControl(reader: Reader, at: number): never {
  reader.at = at;
  return fail(reader, "json.string", `control character ${quoted(reader.text.charAt(at))} in a string; escape it`);
}
