/** Lengths of time as text: `90s`, `15min`, `24h`, `7d`. */

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["min", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** A hundred years: longer than any ledger, and far inside the exact integers. */
const MAX_LENGTH_MS = 36_525 * 86_400_000;

/**
 * Reads a length such as `24h` into milliseconds; a day (`d`) is always 24 hours.
 *
 * Null for zero, signs, fractions, leading zeros, other units (`m` could be minutes or months) and more than a hundred
 * years.
 */
export function parseLength(text: string): number | null {
  const match = /^([1-9][0-9]{0,15})(ms|s|min|h|d)$/.exec(text);
  if (match === null) return null;
  const length = Number(match[1]) * UNIT_MS.get(match[2]!)!;
  return length <= MAX_LENGTH_MS ? length : null;
}

/** A length in the largest unit that it is a whole number of. */
export function lengthText(length_ms: number): string {
  const [unit, ms] = [...UNIT_MS].findLast(([, each]) => length_ms % each === 0) ?? ["ms", 1];
  return `${length_ms / ms}${unit}`;
}
