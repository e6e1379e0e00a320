/** Exact decimals as whole numbers of 10^-36, the finest step docs/spec/amount.md knows, so that sums are exact. */

const FRACTION_DIGITS = 36;

/** Canonical decimal text, as `parseDecimal` of the kernel writes it, to units of 10^-36. */
export function toUnits(decimal: string): bigint {
  const point = decimal.indexOf(".");
  if (point < 0) return BigInt(decimal + "0".repeat(FRACTION_DIGITS));
  const fraction = decimal.slice(point + 1).padEnd(FRACTION_DIGITS, "0");
  return BigInt(decimal.slice(0, point) + fraction);
}

/** Units of 10^-36, not negative, to canonical decimal text. */
export function fromUnits(units: bigint): string {
  const digits = String(units).padStart(FRACTION_DIGITS + 1, "0");
  const fraction = digits.slice(-FRACTION_DIGITS).replace(/0+$/, "");
  const whole = digits.slice(0, -FRACTION_DIGITS);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
