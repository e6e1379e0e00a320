/** Hashes of the Merkle tree: RFC 6962 §2.1, hexadecimal outside and bytes inside. */

import type { Sha256 } from "../kernel/hash.ts";

export const HASH_BYTES = 32;

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const NIBBLE = new Uint8Array(128);
for (let i = 0; i < 16; i++) NIBBLE[i.toString(16).charCodeAt(0)] = i;

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

const HASH = /^[0-9a-f]{64}$/;

/** Is it a hash as Writ writes them: 64 lower-case hexadecimal digits? */
export function isHash(value: unknown): value is string {
  return typeof value === "string" && HASH.test(value);
}

/** Is it a number of entries? */
export function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Writes the bytes of hexadecimal digits, which must be well-formed, into `target` from byte `at` on. */
export function readHex(digits: string, target: Uint8Array, at: number): void {
  const length = digits.length / 2;
  for (let i = 0; i < length; i++) {
    const high = NIBBLE[digits.charCodeAt(2 * i)] as number;
    target[at + i] = (high << 4) | (NIBBLE[digits.charCodeAt(2 * i + 1)] as number);
  }
}

/** The bytes of `source` from `at` on as hexadecimal digits; 32 of them unless told otherwise. */
export function writeHex(source: Uint8Array, at = 0, length: number = HASH_BYTES): string {
  let text = "";
  for (let i = at; i < at + length; i++) text += HEX[source[i] as number];
  return text;
}

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: string, right: string, sha256: Sha256): string {
  const input = new Uint8Array(1 + 2 * HASH_BYTES);
  input[0] = 1;
  readHex(left, input, 1);
  readHex(right, input, 1 + HASH_BYTES);
  return sha256(input);
}
