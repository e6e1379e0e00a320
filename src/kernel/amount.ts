/** Exact decimals as canonical text: no superfluous zeros, no sign, no exponent; docs/spec/amount.md. */

/** At most 78 integer digits (2^256 has 78) and 36 fraction digits, as written. */
const DECIMAL = /^(?:0|[1-9][0-9]{0,77})(?:\.[0-9]{1,36})?$/;

/**
 * Reads a positive amount from a decimal string, a JS number or a bigint into canonical text (`"2.50"` is `"2.5"`).
 *
 * Null for zero and for everything `parseDecimal` refuses.
 */
export function parseAmount(value: unknown): string | null {
  const text = parseDecimal(value);
  return text === "0" ? null : text;
}

/**
 * Reads an unsigned decimal from a string, a JS number (by its shortest text) or a bigint into canonical text.
 *
 * Null for any other type, signs, exponents, leading zeros, blanks, more digits than the limits, and integer numbers
 * beyond 2^53, which may already have been rounded.
 */
export function parseDecimal(value: unknown): string | null {
  const text = decimalText(value);
  if (text === null || isShortInteger(text)) return text;
  return DECIMAL.test(text) ? trimFraction(text) : null;
}

/** The commonest amounts are canonical as they stand, and a few compares cost less than a regex. */
function isShortInteger(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text.length > 15 || !(first >= 0x31 && first <= 0x39)) return false;
  for (let i = 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return true;
}

/** Compares two canonical decimals exactly: -1, 0 or 1. Only texts from `parseAmount` or `parseDecimal` are ordered. */
export function compareDecimal(a: string, b: string): number {
  if (a === b) return 0;
  const difference = integerDigits(a) - integerDigits(b);
  // With equally many integer digits the points stand in the same place, and text order is numeric order.
  if (difference === 0) return a < b ? -1 : 1;
  return difference < 0 ? -1 : 1;
}

function decimalText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? null : String(value);
  return typeof value === "bigint" ? String(value) : null;
}

function trimFraction(text: string): string {
  if (!text.includes(".")) return text;
  let end = text.length;
  while (text[end - 1] === "0") end--;
  if (text[end - 1] === ".") end--;
  return text.slice(0, end);
}

function integerDigits(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? text.length : point;
}
