/** Cedar's `datetime`: milliseconds since 1970 in 64 bits, written as a date or an instant of the years 0000 to 9999. */

import { DAY_MS, HOUR_MS, MINUTE_MS } from "./duration.ts";
import { formatInstant, parseInstant } from "./instant.ts";
import { moduloLong, subtractLong } from "./long.ts";
import { type AmountValue, type Fault, fault, type Long } from "./value.ts";

const DATETIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d(?:\.\d{3})?)(?:Z|([+-])([01]\d|2[0-3])([0-5]\d)))?$/;

/** A date, or a date and a time with none or three fraction digits and `Z` or `+hhmm`; a fault for everything else. */
export function parseDatetime(text: string): AmountValue | Fault {
  const match = DATETIME.exec(text);
  const local = match === null ? null : parseInstant(`${match[1]}T${match[2] ?? "00:00:00"}Z`);
  if (match === null || local === null) return fault("not a datetime: expected a text such as `2026-11-20T12:00:00Z`");
  const offset = Number(match[4] ?? 0) * HOUR_MS + Number(match[5] ?? 0) * MINUTE_MS;
  return datetimeValue(match[3] === "-" ? local + offset : local - offset);
}

export function datetimeValue(amount: Long): AmountValue {
  return { kind: "extension", type: "datetime", amount };
}

/** The midnight (UTC) at or before it; null where that lies outside 64 bits. */
export function startOfDay({ amount }: AmountValue): Long | null {
  return subtractLong(amount, moduloLong(amount, DAY_MS));
}

const FIRST = datetimeOf("0000-01-01T00:00:00Z");
const LAST = datetimeOf("9999-12-31T23:59:59.999Z");

/** As `parseDatetime` reads it; null outside the years 0000 to 9999. */
export function datetimeText({ amount }: AmountValue): string | null {
  return typeof amount === "number" && amount >= FIRST && amount <= LAST ? formatInstant(amount) : null;
}

function datetimeOf(text: string): number {
  return parseInstant(text) ?? Number.NaN;
}
