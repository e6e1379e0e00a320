/** Instants: RFC 3339 text to and from milliseconds since 1970-01-01T00:00:00Z, by arithmetic alone. */

const DAY_MS = 86_400_000;
/** Days from 0000-01-01 to 1970-01-01. */
const EPOCH_DAY = 719_528;
const FIRST_MS: number = -EPOCH_DAY * DAY_MS;
const END_MS: number = (daysBeforeYear(10_000) - EPOCH_DAY) * DAY_MS;
/** Days before each month of a common year; the last one is the length of the year. */
const MONTH_START: readonly number[] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Reads an RFC 3339 instant into milliseconds since the epoch; digits beyond the millisecond are cut off.
 *
 * Null for anything else: dates that do not exist, leap seconds, a missing offset, lower-case `t` and `z`, and instants
 * that fall outside the years 0000 to 9999 in UTC.
 */
export function parseInstant(text: string): number | null {
  if (text === newestRead.text) return newestRead.ms;
  if (text === olderRead.text) return olderRead.ms;
  const ms = readInstant(text);
  if (ms === null || text.length > MAX_REMEMBERED) return ms;
  olderRead = newestRead;
  newestRead = { ms, text };
  return ms;
}

/** An instant and its text. */
interface Known {
  readonly ms: number;
  readonly text: string;
}

// A decision has its time, the bounds of windows and the end of a ticket, and many decisions share them: the last two
// that were read, and some that were written. No answer depends on what is remembered.
let newestRead: Known = { ms: 0, text: "1970-01-01T00:00:00.000Z" };
let olderRead: Known = newestRead;
const written = new Map<number, string>();
const MAX_WRITTEN = 64;

const MAX_REMEMBERED = 32;

function readInstant(text: string): number | null {
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const day = daysOfDate(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === null) return null;
  const seconds = Number(match[4]) * 3600 + Number(match[5]) * 60 + Number(match[6]);
  const fraction = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * (match[8] === "-" ? -60 : 60);
  const ms = day * DAY_MS + (seconds - offset) * 1000 + fraction;
  return ms >= FIRST_MS && ms < END_MS ? ms : null;
}

/**
 * Writes milliseconds since the epoch as `2026-11-20T12:00:00.000Z`: UTC, always three fraction digits.
 *
 * Throws RangeError for what is not a whole number of milliseconds within the years 0000 to 9999.
 */
export function formatInstant(ms: number): string {
  const known = written.get(ms);
  if (known !== undefined) return known;
  if (!Number.isInteger(ms) || ms < FIRST_MS || ms >= END_MS) throw new RangeError(`not an instant: \`${ms}\``);
  const second = Math.floor(ms / 1000);
  const text = `${secondText(second)}.${digits(ms - second * 1000, 3)}Z`;
  if (written.size === MAX_WRITTEN) written.clear();
  written.set(ms, text);
  return text;
}

function secondText(second: number): string {
  const day = Math.floor(second / 86_400);
  const rest = second - day * 86_400;
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((part) => digits(part, 2));
  return `${dateText(day + EPOCH_DAY)}T${time.join(":")}`;
}

function dateText(day: number): string {
  let year = Math.floor(day / 365.2425);
  if (daysBeforeYear(year) > day) year--;
  else if (daysBeforeYear(year + 1) <= day) year++;
  const dayOfYear = day - daysBeforeYear(year);
  let month = 1;
  while (monthStart(year, month + 1) <= dayOfYear) month++;
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(dayOfYear - monthStart(year, month) + 1, 2)}`;
}

/** Days from 1970-01-01, or null when there is no such date. */
function daysOfDate(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1) return null;
  const start = monthStart(year, month);
  if (day > monthStart(year, month + 1) - start) return null;
  return daysBeforeYear(year) - EPOCH_DAY + start + day - 1;
}

/** Days of the year before the month; month 13 is the length of the year. */
function monthStart(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return MONTH_START[month - 1]! + (leap && month > 2 ? 1 : 0);
}

/** Days from 0000-01-01 to the first day of the year; year 0 is a leap year. */
function daysBeforeYear(year: number): number {
  return 365 * year + Math.floor((year + 3) / 4) - Math.floor((year + 99) / 100) + Math.floor((year + 399) / 400);
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
