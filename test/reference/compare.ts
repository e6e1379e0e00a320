/** Exact comparisons of decimals and instants, each the obvious way. */

/** Whether the text is digits without idle zeros in front, or such digits, a point and digits. */
export function isDecimal(text: string): boolean {
  return /^(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(text);
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(fraction(a).length, fraction(b).length);
  const [x, y] = [scaled(a, places), scaled(b, places)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Negative, zero or positive, as the RFC 3339 instant a is before, at or after b; to any fraction of a second. */
export function compareInstants(a: string, b: string): number {
  return wholeSeconds(a) - wholeSeconds(b) || compareDecimals(secondFraction(a), secondFraction(b));
}

function fraction(text: string): string {
  return text.split(".")[1] ?? "";
}

function scaled(text: string, places: number): bigint {
  return BigInt(`${text.split(".")[0]}${fraction(text).padEnd(places, "0")}`);
}

function wholeSeconds(instant: string): number {
  return Date.parse(instant.replace(/\.[0-9]+/, ""));
}

function secondFraction(instant: string): string {
  return `0${/\.[0-9]+/.exec(instant)?.[0] ?? ""}`;
}
