import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareDecimal, parseAmount, parseDecimal } from "./amount.ts";

const READ: readonly (readonly [unknown, string])[] = [
  ["250", "250"],
  ["250.00", "250"],
  ["250.50", "250.5"],
  ["0.5", "0.5"],
  ["0.000001", "0.000001"],
  ["100", "100"],
  ["10.10", "10.1"],
  ["9007199254740993", "9007199254740993"],
  [`${"9".repeat(78)}.${"9".repeat(36)}`, `${"9".repeat(78)}.${"9".repeat(36)}`],
  [250, "250"],
  [0.1, "0.1"],
  [0.000001, "0.000001"],
  [0.1 + 0.2, "0.30000000000000004"],
  [Number.MAX_SAFE_INTEGER, "9007199254740991"],
  [18446744073709551615n, "18446744073709551615"],
  [2n ** 256n - 1n, String(2n ** 256n - 1n)],
];

const ZERO: readonly unknown[] = ["0", "0.0", "0.000", 0, -0, 0n];

const hostile = { toString: () => "5", valueOf: () => 5 };
const REFUSED: readonly unknown[] = [
  ...["", " ", " 1", "1 ", "1\n", "\t1", "+1", "-1", "-0", "1e3", "1E3", "0x10", "0b1", "1_000", "1,000", "1.", ".5"],
  ...["01", "00", "00.5", "1.2.3", "１", "١", "NaN", "Infinity", "1n", "$1", "1 USD", "1\u0000", "\ufeff1", "½", "--1"],
  ...["1".repeat(79), `1.${"0".repeat(37)}`, "1".repeat(1_000_000), `0.${"0".repeat(1_000_000)}`],
  ...[-1, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e21, 1e-7, 5e-324, -1n, 10n ** 78n],
  ...[
    null,
    undefined,
    true,
    false,
    [],
    [5],
    ["5"],
    {},
    hostile,
    Object("5"),
    Object(5),
    Symbol("5"),
    () => 5,
    new Date(5),
  ],
];

describe("parseAmount", () => {
  test.each(READ)("reads %o as %s", (value, text) => {
    expect(parseAmount(value)).toBe(text);
    expect(parseDecimal(value)).toBe(text);
  });

  test.each(ZERO.map((value) => [value]))("refuses zero (%o), which parseDecimal reads", (value) => {
    expect(parseAmount(value)).toBeNull();
    expect(parseDecimal(value)).toBe("0");
  });

  test("refuses every hostile value", () => {
    for (const value of REFUSED) {
      expect([value, parseAmount(value)]).toEqual([value, null]);
      expect([value, parseDecimal(value)]).toEqual([value, null]);
    }
  });

  test("reads its own text as itself", () => {
    fc.assert(
      fc.property(decimal, (written) => {
        const text = parseDecimal(written);
        expect(text).not.toBeNull();
        expect(parseDecimal(text)).toBe(text);
        expect(scaled(text!)).toBe(scaled(written));
      }),
    );
  });
});

describe("compareDecimal", () => {
  test.each([
    ["0", "0.1", -1],
    ["0.1", "0.09", 1],
    ["9", "10", -1],
    ["9.9", "10", -1],
    ["10", "9.99999", 1],
    ["10", "10", 0],
    ["10", "10.1", -1],
    ["1.5", "1.25", 1],
    ["1.05", "1.5", -1],
    ["9007199254740993", "9007199254740992", 1],
  ])("orders %s and %s", (a, b, order) => {
    expect(compareDecimal(a, b)).toBe(order);
    expect(compareDecimal(b, a)).toBe(0 - order);
  });

  test("agrees with whole numbers of 10^-36", () => {
    fc.assert(
      fc.property(decimal, decimal, fc.nat(40), (first, second, shared) => {
        // Sharing a beginning makes near misses likely.
        const a = parseDecimal(first)!;
        const b = parseDecimal(first.slice(0, shared) + second) ?? parseDecimal(second)!;
        const difference = scaled(a) - scaled(b);
        expect(compareDecimal(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
      { numRuns: 3000 },
    );
  });
});

const decimal = fc.stringMatching(/^(?:0|[1-9][0-9]{0,6}|[1-9][0-9]{0,77})(?:\.[0-9]{1,36})?$/);

function scaled(text: string): bigint {
  const [integer = "", fraction = ""] = text.split(".");
  return BigInt(integer + fraction.padEnd(36, "0"));
}
