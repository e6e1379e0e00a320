/** Calendar periods on a local clock: milliseconds since 1970-01-01T00:00 as that clock reads, whatever its zone. */

import type { CalendarUnit } from "../kernel/window.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday, the fourth day of an ISO 8601 week. */
const EPOCH_WEEKDAY = 3;

/** The start of the period that is `ahead` periods after the one `local` lies in. */
export function periodStart(unit: CalendarUnit, local: number, ahead: number): number {
  switch (unit) {
    case "hour":
      return (Math.floor(local / HOUR_MS) + ahead) * HOUR_MS;
    case "day":
      return (dayOf(local) + ahead) * DAY_MS;
    case "week": {
      const week = Math.floor((dayOf(local) + EPOCH_WEEKDAY) / 7);
      return ((week + ahead) * 7 - EPOCH_WEEKDAY) * DAY_MS;
    }
    case "month":
      return dayOfMonthStart(monthOf(dayOf(local)) + ahead) * DAY_MS;
    case "year":
      return dayOfMonthStart((Math.floor(monthOf(dayOf(local)) / 12) + ahead) * 12) * DAY_MS;
  }
}

function dayOf(local: number): number {
  return Math.floor(local / DAY_MS);
}

/** Months since January of year 0 to the month of the day. */
function monthOf(day: number): number {
  // By the mean length of a month: never more than one off, which the two loops put right.
  let month = Math.floor((day - dayOfMonthStart(0)) / 30.436875);
  while (dayOfMonthStart(month) > day) month--;
  while (dayOfMonthStart(month + 1) <= day) month++;
  return month;
}

/** Days from 1970-01-01 to the first day of the month, in the Gregorian calendar carried on in both directions. */
function dayOfMonthStart(month: number): number {
  // Counted from March, so that the leap day is the last of its year, and the days before a month are a straight line.
  const fromMarch = month - 2;
  const year = Math.floor(fromMarch / 12);
  const days = Math.floor((153 * (fromMarch - year * 12) + 2) / 5);
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + days - MARCH_OF_YEAR_0;
}

/** Days from 0000-03-01 to 1970-01-01. */
const MARCH_OF_YEAR_0 = 719_468;
