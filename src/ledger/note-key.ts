/** Public keys of signed notes, as verifiers share them: `name+id+base64` (C2SP signed-note). */

import { fromBase64, toBase64 } from "../kernel/base64.ts";
import type { Sha256 } from "../kernel/hash.ts";

/** A key that signs notes. */
export interface NoteKey {
  readonly name: string;
  /** Eight lower-case hexadecimal digits, derived from name and key. */
  readonly id: string;
  /** Ed25519, 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** Signature type of plain Ed25519. */
const ED25519 = 0x01;

/** Neither spaces, which JavaScript's `\s` lists except for U+0085, nor plus, nor control characters. */
const NAME = /^[^\s\u0000-\u001f\u0085+\ud800-\udfff]{1,255}$/u;

/** May a key have this name? */
export function isKeyName(name: string): boolean {
  return NAME.test(name);
}

/** The key with its id: SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key), the first four bytes. */
export function noteKey(name: string, publicKey: Uint8Array, sha256: Sha256): NoteKey {
  const prefix = new TextEncoder().encode(`${name}\n`);
  const input = new Uint8Array([...prefix, ED25519, ...publicKey]);
  return { name, id: sha256(input).slice(0, 8), publicKey };
}

/** The text by which a key is shared and pinned. */
export function formatKey(key: NoteKey): string {
  return `${key.name}+${key.id}+${toBase64(new Uint8Array([ED25519, ...key.publicKey]))}`;
}

/** The key of a text that `formatKey` wrote, or null; an id that does not belong to the key is refused. */
export function parseKey(text: string, sha256: Sha256): NoteKey | null {
  const [name = "", , encoded = "", ...rest] = splitKey(text);
  const bytes = fromBase64(encoded);
  if (rest.length > 0 || !isKeyName(name) || bytes?.length !== 33 || bytes[0] !== ED25519) return null;
  const key = noteKey(name, bytes.slice(1), sha256);
  return formatKey(key) === text ? key : null;
}

/** Base64 has plus signs of its own, names and ids have none. */
function splitKey(text: string): readonly string[] {
  return /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text)?.slice(1) ?? [];
}
