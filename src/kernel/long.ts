/** 64-bit integers: a JS number where it is exact, else a bigint, so that one value has one form and `===` holds. */

/** A number when it is a safe integer (never -0), a bigint otherwise. */
export type Long = number | bigint;

const LEAST_LONG: bigint = -(2n ** 63n);
const GREATEST_LONG: bigint = 2n ** 63n - 1n;

const INTEGER = /^-?\d{1,40}$/;

/** Null outside 64 bits. */
export function longOf(value: bigint): Long | null {
  if (value < LEAST_LONG || value > GREATEST_LONG) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Reads decimal text with an optional `-`; null for anything else, and outside 64 bits. */
export function parseLong(text: string): Long | null {
  return INTEGER.test(text) ? longOf(BigInt(text)) : null;
}

// A double that comes out safe was not rounded; only the others need bigints. `+ 0` makes a zero of -0.

export function addLong(left: Long, right: Long): Long | null {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return longOf(BigInt(left) + BigInt(right));
}

export function subtractLong(left: Long, right: Long): Long | null {
  if (typeof left === "number" && typeof right === "number") {
    const difference = left - right;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return longOf(BigInt(left) - BigInt(right));
}

export function multiplyLong(left: Long, right: Long): Long | null {
  if (typeof left === "number" && typeof right === "number") {
    const product = left * right;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return longOf(BigInt(left) * BigInt(right));
}

/** The quotient towards zero; the divisor is positive. */
export function divideLong(value: Long, divisor: number): Long {
  if (typeof value === "number") return (value - (value % divisor)) / divisor + 0;
  return longOf(value / BigInt(divisor)) ?? 0;
}

/** The remainder from 0 up; the divisor is positive. */
export function moduloLong(value: Long, divisor: number): number {
  const rest = typeof value === "number" ? value % divisor : Number(value % BigInt(divisor));
  return rest < 0 ? rest + divisor : rest + 0;
}
