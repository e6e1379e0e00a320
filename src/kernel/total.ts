/** Exact sums that remember whether everything in them was known. */

/** Units of 10^-36, and how many parts are missing because their value is not known. */
export interface Total {
  readonly units: bigint;
  readonly unknown: number;
}

export const ZERO: Total = { units: 0n, unknown: 0 };

export function plus(a: Total, b: Total): Total {
  // Most sums have nothing on one side, and adding wide integers is the dearest part of a look-up.
  if (a === ZERO) return b;
  if (b === ZERO) return a;
  return { units: a.units + b.units, unknown: a.unknown + b.unknown };
}

export function minus(a: Total, b: Total): Total {
  return { units: a.units - b.units, unknown: a.unknown - b.unknown };
}

export function isZero(total: Total): boolean {
  return total.units === 0n && total.unknown === 0;
}

export function isSame(a: Total, b: Total): boolean {
  return a.units === b.units && a.unknown === b.unknown;
}
