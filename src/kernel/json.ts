/** Strict JSON (RFC 8259, I-JSON RFC 7493): nothing is guessed, rounded, or dropped; docs/spec/json.md. */

import { quoted } from "./json-error.ts";
import { readNumber } from "./json-number.ts";
import { currentPointer, expected, fail, isNext, type Reader, skipSpace } from "./json-reader.ts";
import { LONE_SURROGATE, readString } from "./json-string.ts";
import { boundedText } from "./json-text.ts";
import { unitAt } from "./unit.ts";

export { JsonError, type JsonErrorCode } from "./json-error.ts";

export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

export interface ParseOptions {
  /** Longest text, in bytes of UTF-8; 1 MiB if left out. */
  readonly maxBytes?: number;
  /** Most arrays and objects around and including a value; 64 if left out, never more than 1000. */
  readonly maxDepth?: number;
  /** Receives the UTF-16 offset of each value by its JSON Pointer, and of each key by that pointer and `#`. */
  readonly positions?: Map<string, number>;
}

const DEFAULT_MAX_BYTES = 1_048_576;
const DEFAULT_MAX_DEPTH = 64;
/** INVARIANT: the reader recurses; this many frames fit every stack. */
const HIGHEST_MAX_DEPTH = 1000;

const WORDS: readonly (readonly [string, null | boolean])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

const OWN: PropertyDescriptor = { writable: true, enumerable: true, configurable: true };

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Reads one JSON text, given as text or as UTF-8 bytes, into plain objects, arrays and exact numbers.
 *
 * Integers from 2^53 up to 64 bits become bigint. Throws JsonError for invalid UTF-8, a byte order mark, duplicate
 * keys, lone surrogates, numbers a double does not hold exactly, data after the value, and what exceeds the limits.
 *
 *     parseJson('{"nonce":18446744073709551615}'); // { nonce: 18446744073709551615n }
 */
export function parseJson(text: string | Uint8Array, options: ParseOptions = {}): Json {
  const reader = openReader(text, options);
  skipSpace(reader);
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.at < reader.text.length) expected(reader, "the end of the text");
  return value;
}

function openReader(input: string | Uint8Array, options: ParseOptions): Reader {
  const text = boundedText(input, options.maxBytes ?? DEFAULT_MAX_BYTES);
  return {
    text,
    at: 0,
    maxDepth: Math.min(options.maxDepth ?? DEFAULT_MAX_DEPTH, HIGHEST_MAX_DEPTH),
    path: [],
    depth: 0,
    positions: options.positions ?? null,
    wellFormed: !LONE_SURROGATE.test(text),
  };
}

function readValue(reader: Reader): Json {
  if (reader.positions !== null) reader.positions.set(currentPointer(reader), reader.at);
  const code = unitAt(reader.text, reader.at);
  if (code === QUOTE) return readString(reader);
  if (code === OPEN_BRACE) return readObject(reader);
  if (code === OPEN_BRACKET) return readArray(reader);
  if (code === MINUS || (code >= ZERO && code <= NINE)) return readNumber(reader);
  return readWord(reader);
}

function readObject(reader: Reader): Json {
  const depth = enter(reader);
  const object: Record<string, Json> = {};
  if (isNext(reader, CLOSE_BRACE)) return object;
  do {
    skipSpace(reader);
    const key = readKey(reader, object);
    skipSpace(reader);
    if (!isNext(reader, COLON)) expected(reader, "`:`");
    skipSpace(reader);
    const value = readValue(reader);
    reader.depth = depth;
    if (key === "__proto__") Object.defineProperty(object, key, { value, ...OWN });
    else object[key] = value;
    skipSpace(reader);
  } while (isNext(reader, COMMA));
  if (!isNext(reader, CLOSE_BRACE)) expected(reader, "`,` or `}`");
  return object;
}

/** Reads a key that the object does not have yet, and makes it the last segment of the path. */
function readKey(reader: Reader, object: object): string {
  const start = reader.at;
  if (unitAt(reader.text, start) !== QUOTE) expected(reader, "a key in quotes");
  const key = readString(reader);
  reader.path[reader.depth++] = key;
  if (Object.hasOwn(object, key)) {
    reader.at = start;
    fail(reader, "json.duplicate_key", `duplicate key ${quoted(key)}`);
  }
  if (reader.positions !== null) reader.positions.set(`${currentPointer(reader)}#`, start);
  return key;
}

function readArray(reader: Reader): Json {
  const depth = enter(reader);
  const array: Json[] = [];
  if (isNext(reader, CLOSE_BRACKET)) return array;
  do {
    skipSpace(reader);
    reader.path[depth] = array.length;
    reader.depth = depth + 1;
    array.push(readValue(reader));
    reader.depth = depth;
    skipSpace(reader);
  } while (isNext(reader, COMMA));
  if (!isNext(reader, CLOSE_BRACKET)) expected(reader, "`,` or `]`");
  return array;
}

/** Steps over the opening bracket; returns how many containers stand around this one. */
function enter(reader: Reader): number {
  if (reader.depth >= reader.maxDepth) fail(reader, "json.depth", `nested deeper than ${reader.maxDepth} levels`);
  reader.at++;
  skipSpace(reader);
  return reader.depth;
}

function readWord(reader: Reader): null | boolean {
  for (const [word, value] of WORDS) {
    if (!reader.text.startsWith(word, reader.at)) continue;
    reader.at += word.length;
    return value;
  }
  return expected(reader, "a value");
}
