/** JSON numbers that are kept exactly, or refused. */

import { quoted } from "./json-error.ts";
import { expected, fail, type Reader } from "./json-reader.ts";
import { unitAt } from "./unit.ts";

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_E = 0x65;
const MIN_INTEGER: bigint = -(2n ** 63n);
const MAX_INTEGER: bigint = 2n ** 64n - 1n;

/** Reads the number that begins here. */
export function readNumber(reader: Reader): number | bigint {
  const { text } = reader;
  const start = reader.at;
  const negative = text.charCodeAt(start) === MINUS;
  const first = negative ? start + 1 : start;
  let at = first;
  let value = 0;
  let code = unitAt(text, at);
  while (code >= ZERO && code <= NINE) {
    value = value * 10 + (code - ZERO);
    code = unitAt(text, ++at);
  }
  if (code === POINT || (code | 0x20) === SMALL_E || !isShort(text, first, at)) return readLongNumber(reader);
  reader.at = at;
  return negative ? 0 - value : value;
}

/** Whether the digits are an integer that arithmetic in doubles keeps: at most 15, no superfluous zero. */
function isShort(text: string, start: number, end: number): boolean {
  return end - start === 1 || (end - start > 1 && end - start <= 15 && text.charCodeAt(start) !== ZERO);
}

function readLongNumber(reader: Reader): number | bigint {
  NUMBER.lastIndex = reader.at;
  const raw = NUMBER.exec(reader.text)?.[0];
  if (raw === undefined) return expected(reader, "a number");
  const value = exactNumber(raw);
  if (value === null) {
    fail(reader, "json.number", `${quoted(raw)} cannot be represented exactly (send it as a string)`);
  }
  reader.at += raw.length;
  return value;
}

/**
 * The value of an RFC 8259 number text: a number if that is exact, a bigint for integers from 2^53 up to 64 bits.
 *
 * Null for larger integers and for decimals other than the shortest text of a double, up to zeros and notation.
 * `-0` is 0.
 */
function exactNumber(text: string): number | bigint | null {
  return /[.eE]/.test(text) ? exactDecimal(text) : exactInteger(text);
}

function exactInteger(text: string): number | bigint | null {
  if (text.length > 20) return null;
  const value = BigInt(text);
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  return fitsInteger(value) ? value : null;
}

function exactDecimal(text: string): number | null {
  const number = Number(text);
  // Doubles from 2^53 are integers, and those are written as digits.
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return null;
  return normalForm(text) === normalForm(String(number)) ? number + 0 : null;
}

/** Sign, digits without zeros at either end, and exponent of ten: the same text for the same value. */
function normalForm(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [integer = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const all = integer + fraction;
  let end = all.length;
  while (end > 0 && all[end - 1] === "0") end--;
  if (end === 0) return "0";
  const scale = Number(exponent) - fraction.length + all.length - end;
  return `${mantissa.startsWith("-") ? "-" : ""}${all.slice(0, end).replace(/^0+/, "")}e${scale}`;
}

/** Whether an integer fits 64 bits, signed or unsigned: what JSON texts may carry. */
export function fitsInteger(value: bigint): boolean {
  return value >= MIN_INTEGER && value <= MAX_INTEGER;
}
