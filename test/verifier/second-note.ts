/** Hashes, trees, keys and notes, naively: docs/spec/ledger.md 14 to 18, RFC 9162, C2SP signed-note and tlog-cosignature. */

import * as crypto from "node:crypto";

export function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = crypto.createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Base64 in its one form. */
export function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw new Error("not base64");
  return bytes;
}

export interface Key {
  readonly name: string;
  readonly type: number;
  readonly id: string;
  readonly bytes: Buffer;
}

export function keyOf(text: string, type: number): Key {
  const [name = "", id = ""] = text.split("+");
  const [first, ...rest] = bytesOf(text.slice(name.length + id.length + 2));
  const bytes = Buffer.from(rest);
  const expected = sha256(`${name}\n`, Buffer.from([type]), bytes)
    .toString("hex")
    .slice(0, 8);
  if (name === "" || first !== type || bytes.length !== 32 || expected !== id) throw new Error("not a key");
  return { name, type, id, bytes };
}

export interface Signature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Buffer;
}

export interface Head {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly signatures: readonly Signature[];
}

/** Null for what is no signed checkpoint. */
export function headOf(note: string): Head | null {
  try {
    const [, text = "", signed = ""] = /^([^\n]+\n[^\n]+\n[^\n]+\n)\n((?:— [^ \n]+ [^ \n]+\n)+)$/.exec(note) ?? [];
    const [origin = "", digits = "", base64 = ""] = text.split("\n");
    const root = bytesOf(base64);
    // A key's name has neither white space, nor characters below 0x20, nor a plus.
    const isName = (name: string): boolean => /^[^\s\u0000-\u001f\u0085\p{Cs}+]{1,255}$/u.test(name);
    const isForm = /^(0|[1-9]\d*)$/.test(digits) && Number.isSafeInteger(Number(digits)) && root.length === 32;
    const signatures = signed.slice(0, -1).split("\n").map(signatureOf);
    const names = [origin, ...signatures.map(({ name }) => name)];
    if (!isForm || !names.every(isName) || signatures.length > 64 || signatures.some(({ bytes }) => bytes.length < 1))
      return null;
    return { text, origin, size: Number(digits), root, signatures };
  } catch {
    return null;
  }
}

function signatureOf(line: string): Signature {
  const [, name = "", base64 = ""] = line.split(" ");
  const bytes = bytesOf(base64);
  return { name, id: bytes.subarray(0, 4).toString("hex"), bytes: bytes.subarray(4) };
}

/** Capsule rule 15, the last two sentences. */
export function isSigned(text: string, { bytes }: Signature, key: Key): boolean {
  if (bytes.length !== (key.type === 1 ? 64 : 72)) return false;
  const said = key.type === 1 ? text : `cosignature/v1\ntime ${bytes.readBigUInt64BE()}\n${text}`;
  const x = key.bytes.toString("base64url");
  const publicKey = crypto.createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return crypto.verify(null, Buffer.from(said), publicKey, bytes.subarray(-64));
}

/** The root that leaf `index` of a tree of `size` leaves and its path lead to, by the recursion of RFC 6962 §2.1.1. */
export function rootBy(leaf: Buffer, place: { index: number; size: number }, path: readonly string[]): Buffer | null {
  const { index, size } = place;
  if (size === 1) return index === 0 && path.length === 0 ? leaf : null;
  const sibling = path.at(-1);
  if (sibling === undefined || index >= size || path.length > 63) return null;
  const k = splitOf(size);
  const inner = index < k ? { index, size: k } : { index: index - k, size: size - k };
  const below = rootBy(leaf, inner, path.slice(0, -1));
  if (below === null) return null;
  const other = Buffer.from(sibling, "hex");
  return index < k ? sha256(Buffer.from([1]), below, other) : sha256(Buffer.from([1]), other, below);
}

/** Old and new root by the recursion of RFC 6962 §2.1.2; `known` is the old root where it need not be sent. */
export function rootsBy(
  place: { older: number; newer: number; whole: boolean },
  known: Buffer,
  path: readonly string[],
): readonly [Buffer, Buffer] | null {
  const { older, newer, whole } = place;
  if (older === newer) {
    if (whole) return path.length === 0 ? [known, known] : null;
    return path.length === 1 ? [Buffer.from(path[0] as string, "hex"), Buffer.from(path[0] as string, "hex")] : null;
  }
  const sibling = path.at(-1);
  if (sibling === undefined) return null;
  const other = Buffer.from(sibling, "hex");
  const k = splitOf(newer);
  const rest = path.slice(0, -1);
  if (older <= k) {
    const below = rootsBy({ older, newer: k, whole }, known, rest);
    return below && [below[0], sha256(Buffer.from([1]), below[1], other)];
  }
  const below = rootsBy({ older: older - k, newer: newer - k, whole: false }, known, rest);
  return below && [sha256(Buffer.from([1]), other, below[0]), sha256(Buffer.from([1]), other, below[1])];
}

/** The largest power of two below. */
function splitOf(size: number): number {
  let k = 1;
  while (2 * k < size) k *= 2;
  return k;
}
