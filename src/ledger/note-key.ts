/** Public keys of signed notes, as verifiers share them: `name+id+base64` (C2SP signed-note). */

import { fromBase64, toBase64 } from "../kernel/base64.ts";
import type { Sha256 } from "../kernel/hash.ts";

/** What a key signs (C2SP signed-note): plain notes, or, as a witness, cosignatures with a time. */
const TYPE = { note: 0x01, cosignature: 0x04 } as const;

type KeyType = (typeof TYPE)[keyof typeof TYPE];

/** A key that signs notes. */
export interface NoteKey {
  readonly name: string;
  readonly type: KeyType;
  /** Eight lower-case hexadecimal digits, derived from name, type and key. */
  readonly id: string;
  /** Ed25519, 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** Neither spaces, which JavaScript's `\s` lists except for U+0085, nor plus, nor control characters. */
const NAME = /^[^\s\u0000-\u001f\u0085+\ud800-\udfff]{1,255}$/u;

/** May a key have this name? */
export function isKeyName(name: string): boolean {
  return NAME.test(name);
}

/** The key with its id: SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key), the first four bytes. */
export function noteKey(name: string, publicKey: Uint8Array, sha256: Sha256): NoteKey {
  return withId({ name, type: TYPE.note, publicKey }, sha256);
}

/** As `noteKey`, for a witness: its type is 0x04 (C2SP tlog-cosignature). */
export function witnessKey(name: string, publicKey: Uint8Array, sha256: Sha256): NoteKey {
  return withId({ name, type: TYPE.cosignature, publicKey }, sha256);
}

/** The text by which a key is shared and pinned. */
export function formatKey(key: NoteKey): string {
  return `${key.name}+${key.id}+${toBase64(new Uint8Array([key.type, ...key.publicKey]))}`;
}

/** The key of a text that `formatKey` wrote, or null; an id that does not belong to the key is refused. */
export function parseKey(text: string, sha256: Sha256): NoteKey | null {
  return parseOf(TYPE.note, text, sha256);
}

/** As `parseKey`, for a witness. */
export function parseWitnessKey(text: string, sha256: Sha256): NoteKey | null {
  return parseOf(TYPE.cosignature, text, sha256);
}

function withId(key: Omit<NoteKey, "id">, sha256: Sha256): NoteKey {
  const prefix = new TextEncoder().encode(`${key.name}\n`);
  const input = new Uint8Array([...prefix, key.type, ...key.publicKey]);
  return { ...key, id: sha256(input).slice(0, 8) };
}

function parseOf(type: KeyType, text: string, sha256: Sha256): NoteKey | null {
  const [name = "", , encoded = ""] = splitKey(text);
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes?.length !== 33 || bytes[0] !== type) return null;
  const key = withId({ name, type, publicKey: bytes.slice(1) }, sha256);
  return formatKey(key) === text ? key : null;
}

/** Base64 has plus signs of its own, names and ids have none. */
function splitKey(text: string): readonly string[] {
  return /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text)?.slice(1) ?? [];
}
