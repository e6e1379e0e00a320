/** The four truth values: unknown withholds permission; open is the unknown that only a run-time hole leaves. */

export type Truth = 0 | 1 | 2 | 3;

export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;
export const OPEN = 3;

export const TRUTH_NAMES = ["false", "true", "unknown", "open"] as const;

export function not(truth: Truth): Truth {
  return truth === TRUE ? FALSE : truth === FALSE ? TRUE : truth;
}

/** False beats unknown beats open beats true. */
export function both(a: Truth, b: Truth): Truth {
  if (a === FALSE || b === FALSE) return FALSE;
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : a === OPEN || b === OPEN ? OPEN : TRUE;
}

/** True beats unknown beats open beats false. */
export function either(a: Truth, b: Truth): Truth {
  if (a === TRUE || b === TRUE) return TRUE;
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : a === OPEN || b === OPEN ? OPEN : FALSE;
}
