import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDecimal } from "./amount.ts";
import { fromUnits, toUnits } from "./exact.ts";

test.each(["0", "1", "2.5", "0.1", `0.${"0".repeat(35)}1`, `${"9".repeat(78)}.${"9".repeat(36)}`])(
  "%s comes back as it was",
  (text) => expect(fromUnits(toUnits(text))).toBe(text),
);

test("a tenth and two tenths are three tenths", () => {
  expect(fromUnits(toUnits("0.1") + toUnits("0.2"))).toBe("0.3");
});

test("what is written is canonical, and a sum of whole numbers is theirs", () => {
  const whole = fc.bigInt({ min: 0n, max: 10n ** 70n });
  const law = fc.property(whole, whole, fc.nat({ max: 36 }), (a, b, places) => {
    const step = 10n ** BigInt(36 - places);
    const sum = fromUnits(a * step + b * step);
    expect(parseDecimal(sum)).toBe(sum);
    expect(toUnits(sum)).toBe((a + b) * step);
  });
  fc.assert(law, { seed: 4 });
});
