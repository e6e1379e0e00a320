import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInstant, parseInstant } from "./instant.ts";

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2000, 0, 1) - 730_485 * DAY_MS;
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const READ: readonly (readonly [string, string])[] = [
  ["2026-11-20T12:00:00Z", "2026-11-20T12:00:00.000Z"],
  ["2026-11-20T12:00:00.5Z", "2026-11-20T12:00:00.500Z"],
  ["2026-11-20T12:00:00.123999Z", "2026-11-20T12:00:00.123Z"],
  ["1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"],
  ["2026-11-20T12:00:00+02:00", "2026-11-20T10:00:00.000Z"],
  ["2026-11-20T12:00:00-05:30", "2026-11-20T17:30:00.000Z"],
  ["2026-11-20T12:00:00-00:00", "2026-11-20T12:00:00.000Z"],
  ["2026-12-31T23:59:59-23:59", "2027-01-01T23:58:59.000Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
  ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
];

const REFUSED: readonly string[] = [
  ...["", "2026", "2026-11-20", "2026-11-20T12:00Z", "2026-11-20T12:00:00", "2026-11-20 12:00:00Z"],
  ...["2026-11-20t12:00:00Z", "2026-11-20T12:00:00z", "2026-11-20T12:00:00.Z", "2026-11-20T12:00:00,5Z"],
  ...["2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z"],
  ...["2026-00-10T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z"],
  ...["2026-11-20T24:00:00Z", "2026-11-20T12:60:00Z", "2016-12-31T23:59:60Z"],
  ...["2026-11-20T12:00:00+24:00", "2026-11-20T12:00:00+02:60", "2026-11-20T12:00:00+0200", "2026-11-20T12:00:00+02"],
  ...["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z", "+2026-11-20T12:00:00Z"],
  ...[
    " 2026-11-20T12:00:00Z",
    "2026-11-20T12:00:00Z\n",
    "２026-11-20T12:00:00Z",
    "2026-11-20T12:00:00Z ",
    "-2026-11-20T12:00:00Z",
  ],
];

describe("parseInstant", () => {
  test.each(READ)("reads %s as %s", (text, utc) => {
    expect(parseInstant(text)).toBe(Date.parse(utc));
  });

  test.each(REFUSED)("refuses %j", (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test("reads a fraction of any length", () => {
    expect(parseInstant(`1970-01-01T00:00:00.${"9".repeat(100_000)}Z`)).toBe(999);
  });

  test("reads exactly the dates that exist", () => {
    const field = fc.tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    );
    fc.assert(
      fc.property(field, ([year, month, day]) => {
        const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const ms = Date.parse(`${date}T06:07:08.009Z`);
        const exists = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
        expect(parseInstant(`${date}T06:07:08.009Z`)).toBe(exists ? ms : null);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("formatInstant", () => {
  test("writes any instant as the Date object does, and reads it back", () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), (ms) => {
        const text = formatInstant(ms);
        expect(text).toBe(new Date(ms).toISOString());
        expect(parseInstant(text)).toBe(ms);
      }),
      { numRuns: 3000 },
    );
  });

  test("writes the first and last days of every year and of every February", () => {
    for (let year = 0; year <= 9999; year++) {
      for (const [month, day] of [
        [0, 1],
        [1, 28],
        [1, 29],
        [2, 1],
        [11, 31],
      ] as const) {
        const ms = new Date(0).setUTCFullYear(year, month, day);
        expect(formatInstant(ms)).toBe(new Date(ms).toISOString());
      }
    }
  });

  test("writes instants within and around one second in any order", () => {
    for (const ms of [0, 999, 1000, 5, -1, 0, -1000, -999, 86_399_999, 86_400_000]) {
      expect(formatInstant(ms)).toBe(new Date(ms).toISOString());
    }
  });

  test.each([FIRST - 1, LAST + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (ms) => {
    expect(() => formatInstant(ms)).toThrow(RangeError);
  });
});

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
