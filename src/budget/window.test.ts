import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CalendarUnit, Window } from "../kernel/window.ts";
import { type OffsetAt, sameWindow, windowAt } from "./window.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the clocks of a zone read, by the runtime's own tables. */
function wall(zone: string, at: number): { text: string; date: string; ms: number } {
  const format = FORMATS.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, ...FIELDS });
  FORMATS.set(zone, format);
  const text = format.format(at);
  return { text, date: text.slice(0, 10), ms: Date.parse(`${text.replace(" ", "T")}Z`) };
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();
const FIELDS: Intl.DateTimeFormatOptions = {
  ...{ year: "numeric", month: "2-digit", day: "2-digit" },
  ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

const offsetAt: OffsetAt = (zone, at) => {
  const whole = Math.floor(at / 1000) * 1000;
  return wall(zone, whole).ms - whole;
};

/** A name for the period the clock reads, in the order of time. */
const PERIOD: Readonly<Record<CalendarUnit, (zone: string, at: number) => string>> = {
  hour: (zone, at) => wall(zone, at).text.slice(0, 13),
  day: (zone, at) => wall(zone, at).date,
  week: (zone, at) => mondayOf(wall(zone, at).date),
  month: (zone, at) => wall(zone, at).date.slice(0, 7),
  year: (zone, at) => wall(zone, at).date.slice(0, 4),
};

function mondayOf(date: string): string {
  const day = Date.parse(`${date}T00:00:00Z`);
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(day - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

/** Every minute of some days, looked at one after the other: a period begins when the clock first reads it. */
function scan(zone: string, unit: CalendarUnit, from: number, days: number): number[] {
  const starts: number[] = [];
  let latest = PERIOD[unit](zone, from - MINUTE_MS);
  for (let at = from; at < from + days * DAY_MS; at += MINUTE_MS) {
    const period = PERIOD[unit](zone, at);
    if (period > latest) starts.push(at);
    if (period > latest) latest = period;
  }
  return starts;
}

const CHANGES: readonly (readonly [zone: string, date: string, what: string])[] = [
  ["UTC", "2026-12-31", "nothing"],
  ["America/New_York", "2026-03-08", "a day of 23 hours"],
  ["America/New_York", "2026-11-01", "a day of 25 hours"],
  ["Europe/Berlin", "2026-03-29", "a day of 23 hours"],
  ["Europe/Berlin", "2026-10-25", "a day of 25 hours"],
  ["America/Sao_Paulo", "2018-11-04", "a midnight that does not exist"],
  ["America/Sao_Paulo", "2019-02-17", "midnight put back to yesterday"],
  ["America/Havana", "2026-11-01", "a midnight that exists twice"],
  ["America/St_Johns", "2006-10-29", "one minute of the day, then yesterday again"],
  ["Africa/Cairo", "2024-04-26", "a midnight that does not exist"],
  ["Pacific/Apia", "2011-12-30", "a day that does not exist"],
  ["Pacific/Kwajalein", "1993-08-21", "a day that does not exist"],
  ["Australia/Lord_Howe", "2026-04-05", "half an hour twice"],
  ["Australia/Lord_Howe", "2026-10-04", "half an hour left out"],
  ["Antarctica/Troll", "2026-03-29", "two hours left out"],
  ["Asia/Pyongyang", "2018-05-05", "half an hour left out by politics"],
  ["Asia/Pyongyang", "2015-08-15", "half an hour more by politics"],
  ["America/Caracas", "2016-05-01", "half an hour left out by politics"],
  ["Asia/Kathmandu", "2026-07-01", "an offset of 5:45"],
  ["Asia/Kolkata", "2026-02-28", "an offset of 5:30"],
  ["Pacific/Kiritimati", "2026-01-01", "an offset of +14"],
];

describe("calendar windows are what a scan of every minute finds", () => {
  test.each(CHANGES)("%s on %s: %s", (zone, date) => {
    for (const unit of ["hour", "day", "week", "month"] as const) {
      const days = unit === "hour" ? 3 : unit === "day" ? 5 : 9;
      const starts = scan(zone, unit, Date.parse(date) - Math.floor(days / 2) * DAY_MS, days);
      const bounds = starts.slice(1).map((to, i) => ({ from: starts[i]!, to }));
      if (unit === "hour" || unit === "day") expect(bounds.length).toBeGreaterThan(2);
      for (const window of bounds) {
        for (const at of [window.from, Math.floor((window.from + window.to) / 2), window.to - 1]) {
          expect(windowAt({ kind: "calendar", unit, zone }, at, offsetAt)).toEqual(window);
        }
      }
    }
  });
});

const ZONES = [...new Set(CHANGES.map(([zone]) => zone)), "Asia/Tehran", "Africa/Casablanca", "America/Asuncion"];
const UNITS: readonly CalendarUnit[] = ["hour", "day", "week", "month", "year"];

test("a window holds its instant, the next one begins where it ends, and both begin a new period", () => {
  const from = Date.parse("1975-01-01T00:00:00Z");
  const to = Date.parse("2037-01-01T00:00:00Z");
  const where = fc.record({ zone: fc.constantFrom(...ZONES), unit: fc.constantFrom(...UNITS) });
  const law = fc.property(where, fc.integer({ min: from, max: to }), ({ zone, unit }, at) => {
    const window: Window = { kind: "calendar", unit, zone };
    const bounds = windowAt(window, at, offsetAt);
    expect(bounds.from! <= at && at < bounds.to!).toBe(true);
    expect(windowAt(window, bounds.to!, offsetAt).from).toBe(bounds.to);
    expect(windowAt(window, bounds.from! - 1, offsetAt).to).toBe(bounds.from);
    const period = PERIOD[unit];
    expect(period(zone, bounds.from! - 1) < period(zone, bounds.from!)).toBe(true);
    expect(period(zone, bounds.to! - 1) < period(zone, bounds.to!)).toBe(true);
    expect(period(zone, at) <= period(zone, bounds.from!)).toBe(true);
  });
  fc.assert(law, { seed: 4, numRuns: process.env["WRIT_LONG"] === "1" ? 20_000 : 400 });
});

const ENDS: readonly (readonly [unit: CalendarUnit, zone: string, at: string, from: string, to: string])[] = [
  ["month", "UTC", "2024-02-29T23:59:59.999Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"],
  ["month", "UTC", "2100-02-28T12:00:00Z", "2100-02-01T00:00:00Z", "2100-03-01T00:00:00Z"],
  ["month", "Europe/Berlin", "2026-10-31T22:59:59.999Z", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"],
  ["year", "America/New_York", "2026-01-01T04:59:59.999Z", "2025-01-01T05:00:00Z", "2026-01-01T05:00:00Z"],
  ["week", "UTC", "2026-11-29T23:59:59.999Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"],
  ["week", "UTC", "1969-12-31T00:00:00Z", "1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z"],
  ["day", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"],
];

test.each(ENDS)("the %s in %s at %s is [%s, %s)", (unit, zone, at, from, to) => {
  const bounds = windowAt({ kind: "calendar", unit, zone }, Date.parse(at), offsetAt);
  expect([bounds.from, bounds.to]).toEqual([Date.parse(from), Date.parse(to)]);
});

test("a rolling window of one second holds this millisecond and the 999 before it", () => {
  expect(windowAt({ kind: "rolling", length_ms: 1000 }, 5000, offsetAt)).toEqual({ from: 4001, to: 5001 });
});

test("a lifetime has no bounds", () => {
  expect(windowAt({ kind: "lifetime" }, 5000, offsetAt)).toEqual({ from: null, to: null });
});

test("windows are the same when kind, length, unit and zone are", () => {
  const windows: readonly Window[] = [
    { kind: "per_request" },
    { kind: "lifetime" },
    { kind: "rolling", length_ms: 1 },
    { kind: "rolling", length_ms: 2 },
    { kind: "calendar", unit: "day", zone: "UTC" },
    { kind: "calendar", unit: "day", zone: "Etc/UTC" },
    { kind: "calendar", unit: "week", zone: "UTC" },
  ];
  for (const a of windows) for (const b of windows) expect(sameWindow(a, structuredClone(b))).toBe(a === b);
});
