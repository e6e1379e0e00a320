/** Time zones by the tables of the runtime. Bounds found with them are recorded as facts: no decision asks again. */

import type { OffsetAt } from "../budget/window.ts";

/** Names of the IANA database; offsets such as `+02:00` are refused, for they follow no law about time. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Does the runtime know a zone of this name? */
export function isZone(name: string): boolean {
  return formatOf(name) !== null;
}

/** How far a zone is ahead of UTC, in milliseconds; throws RangeError for a zone that `isZone` refuses. */
export const offsetAt: OffsetAt = (zone, instantMs) => {
  const format = formatOf(zone);
  if (format === null) throw new RangeError(`unknown time zone \`${zone}\``);
  const whole = Math.floor(instantMs / 1000) * 1000;
  const read = new Map(format.formatToParts(whole).map((part) => [part.type, Number(part.value)]));
  const [year, month, day] = [read.get("year")!, read.get("month")!, read.get("day")!];
  return Date.UTC(year, month - 1, day, read.get("hour"), read.get("minute"), read.get("second")) - whole;
};

function formatOf(name: string): Intl.DateTimeFormat | null {
  const known = FORMATS.get(name);
  if (known !== undefined) return known;
  if (!NAME.test(name)) return null;
  try {
    const format = newFormat(name);
    FORMATS.set(name, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const [two, numeric] = ["2-digit", "numeric"] as const;
  const date = { year: numeric, month: two, day: two } as const;
  const time = { hour: two, minute: two, second: two } as const;
  return new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", hourCycle: "h23", ...date, ...time });
}
