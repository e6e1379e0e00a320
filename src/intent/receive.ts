/** A call as it arrived: parsed strictly once, and kept word for word for the ledger. */

import { toBase64 } from "../kernel/base64.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { JsonError, parseJson } from "../kernel/json.ts";
import type { Refusal } from "../kernel/request.ts";
import { CALL_LIMIT } from "./call.ts";
import { CopyError, copyOf } from "./copy.ts";

export interface Received {
  readonly call: unknown;
  /** Why the text is not JSON at all; null when it parsed. */
  readonly refusal: Refusal | null;
  /** Members of the entry's body that hold the call as received, as canonical JSON. */
  readonly record: string;
}

/** JSON text from outside. What does not parse is kept too: as text, as base64, or by its hash when it is too large. */
export function receiveText(text: string | Uint8Array, sha256: Sha256): Received {
  const decoded = decode(text);
  try {
    const call = parseJson(text, { maxBytes: CALL_LIMIT });
    return { call, refusal: null, record: recordText(decoded ?? "") };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const code = error.code === "json.size" ? "request.too_large" : "request.invalid";
    return { call: null, refusal: { code, detail: error.message }, record: recordBroken(text, decoded, sha256) };
  }
}

/**
 * A call handed over as an object. It is copied first, each property read once, and what is decided is what its
 * canonical text says, so that what is recorded is what was decided, whatever the caller's object does or becomes.
 */
export function receiveValue(value: unknown, sha256: Sha256): Received {
  try {
    const copied = copyOf(value, CALL_LIMIT);
    const text = canonical(copied.value);
    // A UTF-16 unit takes at most three bytes.
    const isExact = copied.exact && text.length * 3 <= CALL_LIMIT;
    return isExact ? { call: copied.value, refusal: null, record: recordText(text) } : receiveText(text, sha256);
  } catch (error) {
    const code = error instanceof CopyError ? "request.too_large" : "request.invalid";
    const detail = error instanceof Error ? error.message : "the call is not JSON";
    return { call: null, refusal: { code, detail }, record: `"call":null` };
  }
}

function recordText(text: string): string {
  return `"call":${JSON.stringify(text)}`;
}

function recordBroken(text: string | Uint8Array, decoded: string | null, sha256: Sha256): string {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  if (bytes.length > CALL_LIMIT) return `"call":null,"call_bytes":${bytes.length},"call_sha256":"${sha256(text)}"`;
  if (decoded !== null) return recordText(decoded);
  return `"call":null,"call_base64":"${toBase64(bytes)}"`;
}

/** Made when the first bytes come: that takes a fifth of the time in which Writ is imported. */
let utf8: InstanceType<typeof TextDecoder> | null = null;

/** Null when the bytes, or the text, have no faithful UTF-8 form: then they are kept as base64. */
function decode(text: string | Uint8Array): string | null {
  if (typeof text === "string") return text.isWellFormed() ? text : null;
  try {
    utf8 ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return utf8.decode(text);
  } catch {
    return null;
  }
}
