import { expect, test } from "vitest";
import { isZone, offsetAt } from "./zone.ts";

const HOUR_MS = 3_600_000;

test.each([
  ["UTC", "2026-11-20T12:00:00.500Z", 0],
  ["Europe/Berlin", "2026-03-29T00:59:59.999Z", HOUR_MS],
  ["Europe/Berlin", "2026-03-29T01:00:00Z", 2 * HOUR_MS],
  ["Asia/Kathmandu", "2026-01-01T00:00:00Z", 5.75 * HOUR_MS],
  ["America/New_York", "2026-12-31T23:59:59.999Z", -5 * HOUR_MS],
  ["Pacific/Kiritimati", "2026-12-31T23:00:00Z", 14 * HOUR_MS],
  ["America/New_York", "1969-12-31T23:59:59.001Z", -5 * HOUR_MS],
])("%s at %s is %d ms ahead", (zone, at, offset) => {
  expect(offsetAt(zone, Date.parse(at))).toBe(offset);
});

test.each(["Mars/Olympus", "", "+02:00", "Europe/Berlin ", "Europe\u0000", "__proto__", "a".repeat(1000)])(
  "`%s` is refused",
  (zone) => {
    expect(isZone(zone)).toBe(false);
    expect(() => offsetAt(zone, 0)).toThrow(RangeError);
  },
);
