/** Exact decimals as whole numbers of 10^-36, the finest step docs/spec/amount.md knows, so that sums are exact. */

const FRACTION_DIGITS = 36;

const UNIT: bigint = 10n ** BigInt(FRACTION_DIGITS);

/** Powers of ten from 0 to 36: to multiply is quicker than to read zeros. */
const POWERS: readonly bigint[] = Array.from({ length: FRACTION_DIGITS + 1 }, (_, power) => 10n ** BigInt(power));

/** A decimal that was read, and its units. */
interface Known {
  readonly decimal: string;
  readonly units: bigint;
}

/** Some that were read last, by their length and last digit: one decision reads its amount and its limits several times. */
const known: Known[] = Array<Known>(64).fill({ decimal: "0", units: 0n });

/** Canonical decimal text, as `parseDecimal` of the kernel writes it, to units of 10^-36. */
export function toUnits(decimal: string): bigint {
  const { length } = decimal;
  const slot = (length * 7 + decimal.charCodeAt(length - 1)) & 63;
  const before = known[slot] as Known;
  if (before.decimal === decimal) return before.units;
  const units = readUnits(decimal);
  known[slot] = { decimal, units };
  return units;
}

function readUnits(decimal: string): bigint {
  const point = decimal.indexOf(".");
  if (point < 0) return BigInt(decimal) * UNIT;
  const fraction = decimal.slice(point + 1);
  return BigInt(decimal.slice(0, point) + fraction) * (POWERS[FRACTION_DIGITS - fraction.length] as bigint);
}

/** Units of 10^-36, not negative, to canonical decimal text. */
export function fromUnits(units: bigint): string {
  if (units === 0n) return "0";
  const whole = units / UNIT;
  const rest = units - whole * UNIT;
  if (rest === 0n) return String(whole);
  return `${whole}.${String(rest).padStart(FRACTION_DIGITS, "0").replace(/0+$/, "")}`;
}
