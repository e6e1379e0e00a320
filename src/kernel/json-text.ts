/** The text of a document that came as text or as bytes: bounded, and valid UTF-8. */

import { JsonError, type JsonErrorCode } from "./json-error.ts";

/** The text, if it is at most that many bytes of UTF-8; throws JsonError otherwise, and for bytes that are not UTF-8. */
export function boundedText(input: string | Uint8Array, maxBytes: number): string {
  if (isTooLong(input, maxBytes)) throw refused("json.size", `the text is longer than ${maxBytes} bytes`, "");
  const text = typeof input === "string" ? input : decode(input);
  // RFC 8259 §8.1: readers may ignore it; two readings of one text are one too many.
  if (text.startsWith("\ufeff")) throw refused("json.utf8", "a byte order mark is refused", "");
  return text;
}

function isTooLong(input: string | Uint8Array, maxBytes: number): boolean {
  // A UTF-16 unit takes at most three bytes, so most texts need not be counted.
  if (input.length > maxBytes || typeof input !== "string") return input.length > maxBytes;
  return input.length * 3 > maxBytes && new TextEncoder().encode(input).length > maxBytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused("json.utf8", "invalid utf-8", validPrefix(bytes));
  }
}

/** The longest beginning that is UTF-8, found by halving. */
function validPrefix(bytes: Uint8Array): string {
  let valid = "";
  for (let low = 0, high = bytes.length; low < high; ) {
    const middle = (low + high + 1) >> 1;
    try {
      valid = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, middle), {
        stream: true,
      });
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return valid;
}

function refused(code: JsonErrorCode, message: string, before: string): JsonError {
  return new JsonError(code, message, { text: before, offset: before.length, pointer: "" });
}
