/** Cedar's `decimal`: at most four fraction digits, counted in ten-thousandths in 64 bits. */

import { longOf } from "./long.ts";
import { type AmountValue, type Fault, fault } from "./value.ts";

const FRACTION_DIGITS = 4;
const UNIT = 10_000n;
const DECIMAL = /^(-?)(\d+)\.(\d{1,4})$/;
/** Longer integer parts are out of range but for leading zeros; bigints of any length would not be linear. */
const LEADING_ZEROS = /^0+(?=\d)/;
const MOST_DIGITS = 15;

/** A point with digits on both sides is required; a fault for everything else and outside 64 bits. */
export function parseDecimalValue(text: string): AmountValue | Fault {
  const match = DECIMAL.exec(text);
  if (match === null) return fault("not a decimal: expected digits, a point and one to four digits");
  const whole = match[2]!.replace(LEADING_ZEROS, "");
  const units = whole.length > MOST_DIGITS ? null : units64(match[1] === "-", whole, match[3]!);
  return units === null ? fault("a decimal outside the range of 64 bits") : decimalValue(units);
}

export function decimalText({ amount }: AmountValue): string {
  const units = BigInt(amount);
  const digits = String(units < 0n ? -units : units).padStart(FRACTION_DIGITS + 1, "0");
  const fraction = digits.slice(-FRACTION_DIGITS).replace(/0{1,3}$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -FRACTION_DIGITS)}.${fraction}`;
}

function units64(negative: boolean, whole: string, fraction: string): AmountValue["amount"] | null {
  const units = BigInt(whole) * UNIT + BigInt(fraction.padEnd(FRACTION_DIGITS, "0"));
  return longOf(negative ? -units : units);
}

function decimalValue(amount: AmountValue["amount"]): AmountValue {
  return { kind: "extension", type: "decimal", amount };
}
