/** Exact comparison of decimals, the obvious way; docs/spec/amount.md. */

/** Whether the text is an unsigned decimal without idle zeros in front, of at most 78 and 36 digits. */
export function isDecimal(text: string): boolean {
  return /^(0|[1-9][0-9]{0,77})(\.[0-9]{1,36})?$/.test(text);
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compareDecimals(a: string, b: string): number {
  const [x, y] = [scaled(a), scaled(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The number times 10^36. */
function scaled(text: string): bigint {
  const [whole, fraction] = text.split(".");
  return BigInt(`${whole}${(fraction ?? "").padEnd(36, "0")}`);
}
