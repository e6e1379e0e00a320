import fc from "fast-check";
import { expect, test } from "vitest";
import { fromUnits, toUnits } from "../kernel/exact.ts";
import { createTally, type Tally } from "./tally.ts";

const share = (amount: string) => ({ units: toUnits(amount), unknown: 0 });
const spentAt = (tally: Tally, now: number): string => fromUnits(tally.totalAt(now).units);

test("a rolling window lets go of what is as old as it is long, and not a millisecond earlier", () => {
  const tally = createTally({ kind: "rolling", length_ms: 1000 }, () => 0);
  tally.add(5000, share("1"));
  tally.add(5001, share("0.1"));
  expect([5001, 5999, 6000, 6001].map((now) => spentAt(tally, now))).toEqual(["1.1", "1.1", "0.1", "0"]);
});

test("a day begins at its first millisecond", () => {
  const tally = createTally({ kind: "calendar", unit: "day", zone: "utc" }, () => 0);
  tally.add(86_399_999, share("1"));
  tally.add(86_400_000, share("0.1"));
  tally.add(86_399_999, share("5"));
  expect(spentAt(tally, 86_400_000)).toBe("0.1");
});

test("a settlement that comes late counts by its date", () => {
  const dated = fc.array(fc.record({ at: fc.integer({ min: 0, max: 5000 }), cents: fc.nat({ max: 999 }) }));
  const law = fc.property(dated, fc.integer({ min: 1, max: 3000 }), (all, length_ms) => {
    const tally = createTally({ kind: "rolling", length_ms }, () => 0);
    for (const { at, cents } of all) tally.add(at, share(String(cents / 100)));
    for (let now = 5000; now < 8001; now += 250) {
      const cents = all.filter(({ at }) => at > now - length_ms).reduce((sum, one) => sum + one.cents, 0);
      expect(tally.totalAt(now).units).toBe(toUnits(String(cents / 100)));
    }
  });
  fc.assert(law, { seed: 4 });
});

test.each([{ kind: "rolling", length_ms: 1000 } as const, { kind: "calendar", unit: "hour", zone: "utc" } as const])(
  "a time before one that was looked up is refused: $kind",
  (window) => {
    const tally = createTally(window, () => 0);
    tally.totalAt(10_000_000);
    expect(() => tally.totalAt(1_000_000)).toThrow(RangeError);
  },
);
