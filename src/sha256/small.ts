/** SHA-256 (FIPS 180-4) in as few bytes as it takes, for builds that a browser loads to verify. */

import type { Sha256 } from "../kernel/hash.ts";

const PRIMES: readonly number[] = primes(64);

/** The first 32 bits of the fractional parts of the square roots of eight primes, and of the cube roots of 64. */
const START: readonly number[] = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUND: readonly number[] = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

export const sha256: Sha256 = (data) => {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  let state = START;
  for (let at = 0; at < padded.length; at += 64) state = compress(state, view, at);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
};

const WORDS: Int32Array = new Int32Array(64);

/** The state after one more block of 64 bytes (§6.2.2). */
function compress(state: readonly number[], view: DataView, at: number): readonly number[] {
  const w = WORDS;
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    w[t] = t < 16 ? view.getInt32(at + 4 * t) : extended(w, t);
    const first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at32(ROUND, t) + at32(w, t);
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + at32(state, i)) | 0);
}

function extended(w: Int32Array, t: number): number {
  const [early, late] = [at32(w, t - 15), at32(w, t - 2)];
  const small = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
  const large = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
  return small + large + at32(w, t - 16) + at32(w, t - 7);
}

function at32(words: ArrayLike<number>, i: number): number {
  return words[i] as number;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** At most 35 of the 53 bits of a double are asked for: of the last one, in which runtimes differ, nothing depends. */
function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}
