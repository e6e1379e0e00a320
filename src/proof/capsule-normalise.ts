/** Normalises a recorded call again, as the engine did: shell lines, paths, tools and all. */

import { type Received, receiveText } from "../intent/receive.ts";
import { prepare } from "../intent/record.ts";
import { restoredText } from "../intent/redact.ts";
import { fromBase64 } from "../kernel/base64.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Normalise, RecordedCall } from "./capsule-subject.ts";

export const normaliseRecorded: Normalise = (body, snapshot, sha256) => {
  const received = receivedOf(body, sha256);
  const { links = {} } = body;
  const resolve = (path: string): string | null => (Object.hasOwn(links, path) ? (links[path] ?? null) : null);
  return received === null ? null : prepare(received, { snapshot, resolve, sha256 }).request;
};

function receivedOf({ call, call_base64, openings = [] }: RecordedCall, sha256: Sha256): Received | null {
  if (call !== null) return receiveText(openings.length === 0 ? call : restoredText(call, openings), sha256);
  const bytes = call_base64 === undefined ? null : fromBase64(call_base64);
  return bytes === null ? null : receiveText(bytes, sha256);
}
