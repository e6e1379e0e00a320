/** Cedar's `duration`: `1d2h3m4s5ms`, each unit at most once and in this order, counted in milliseconds. */

import { longOf } from "./long.ts";
import { type AmountValue, type Fault, fault, type Long } from "./value.ts";

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const UNITS_MS = [DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, 1] as const;
const DURATION = /^(-?)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const LEADING_ZEROS = /^0+(?=\d)/;
/** 2^64 has 20 digits. */
const MOST_DIGITS = 20;

/** A fault for an empty text, anything out of order, and outside 64 bits. */
export function parseDuration(text: string): AmountValue | Fault {
  const match = text === "" || text === "-" ? null : DURATION.exec(text);
  if (match === null) return fault("not a duration: expected a text such as `1d2h3m4s5ms`");
  let total = 0n;
  for (const [place, unit] of UNITS_MS.entries()) {
    const digits = (match[place + 2] ?? "0").replace(LEADING_ZEROS, "");
    if (digits.length > MOST_DIGITS) return OUT_OF_RANGE;
    total += BigInt(digits) * BigInt(unit);
  }
  const amount = longOf(match[1] === "-" ? -total : total);
  return amount === null ? OUT_OF_RANGE : durationValue(amount);
}

export function durationValue(amount: Long): AmountValue {
  return { kind: "extension", type: "duration", amount };
}

export function durationText({ amount }: AmountValue): string {
  return `${amount}ms`;
}

const OUT_OF_RANGE = fault("a duration outside the range of 64 bits");
