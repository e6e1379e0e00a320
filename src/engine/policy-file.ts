/** Reads one policy file as strict UTF-8, without ever waiting for or being led astray by what is not a file. */

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import type { Diagnostic } from "../kernel/diagnostic.ts";
import { MAX_BYTES } from "../policy/limit.ts";
import type { PolicyFile } from "../policy/source.ts";

/** A file to read: where it is, and what it is called. */
export interface Place {
  readonly path: string;
  readonly name: string;
  /** True when the file must belong to root and be writable by nobody else. */
  readonly trusted: boolean;
}

/** The text of the file, or what is wrong with it. A byte order mark is dropped. */
export function readPolicyFile(place: Place): PolicyFile | Diagnostic {
  let file: number;
  try {
    // A pipe that nobody writes to would block open; non-blocking, it is opened and then refused.
    file = openSync(place.path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return unreadable(place, error);
  }
  try {
    return refusal(place, fstatSync(file)) ?? decode(place, readAtMost(file, MAX_BYTES + 1));
  } catch (error) {
    return unreadable(place, error);
  } finally {
    closeSync(file);
  }
}

/** Why a directory or file of the machine's own policies is not to be trusted, or null. */
export function distrust(name: string, { uid, mode }: Pick<Stats, "uid" | "mode">): Diagnostic | null {
  if (uid === 0 && (mode & 0o022) === 0) return null;
  const message = `\`${name}\` must belong to root and be writable by root only`;
  return sourceError("source.untrusted", name, { message, help: "chown root and chmod go-w it, or remove it" });
}

/** An error that concerns a file as a whole, or the place in it. */
export function sourceError(
  code: string,
  file: string,
  said: { readonly message: string; readonly help: string; readonly line?: number; readonly column?: number },
): Diagnostic {
  return { severity: "error", code, file, line: 0, column: 0, ...said };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ELOOP: "is a symbolic link that leads to itself",
  EACCES: "may not be read",
  EPERM: "may not be read",
  ENOTDIR: "is below something that is not a directory",
};

/** What the operating system said about a path, as a diagnostic. */
export function unreadable({ name }: Pick<Place, "name">, error: unknown): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : "error";
  const message = `\`${name}\` ${REASONS[code] ?? `cannot be read (${code})`}`;
  return sourceError("source.unreadable", name, { message, help: "give a file or directory that can be read" });
}

function refusal(place: Place, stats: Stats): Diagnostic | null {
  const { name } = place;
  if (!stats.isFile()) {
    const message = `\`${name}\` is ${stats.isDirectory() ? "a directory" : "not a regular file"}`;
    return sourceError("source.not_a_file", name, { message, help: "policies are read from regular files" });
  }
  return place.trusted ? distrust(name, stats) : null;
}

function readAtMost(file: number, bytes: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let left = bytes; left > 0; ) {
    const chunk = new Uint8Array(Math.min(left, 65_536));
    const read = readSync(file, chunk);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    left -= read;
  }
  return Buffer.concat(chunks);
}

function decode({ name }: Place, bytes: Uint8Array): PolicyFile | Diagnostic {
  if (bytes.length > MAX_BYTES) {
    const message = `\`${name}\` is longer than ${MAX_BYTES} bytes`;
    return sourceError("source.too_large", name, { message, help: "split it" });
  }
  const text = utf8(bytes);
  if (text !== null) return { name, text };
  const lines = validPrefix(bytes).split("\n");
  const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return sourceError("source.utf8", name, { message: "invalid utf-8", help: "save the file as utf-8", ...place });
}

function utf8(bytes: Uint8Array, stream = false): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream });
  } catch {
    return null;
  }
}

/** The longest beginning that is UTF-8, found by halving. */
function validPrefix(bytes: Uint8Array): string {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (utf8(bytes.subarray(0, middle), true) === null) high = middle - 1;
    else low = middle;
  }
  return utf8(bytes.subarray(0, low), true) ?? "";
}
