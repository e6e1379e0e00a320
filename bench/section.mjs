/** What a benchmark hands in: a table, and demands on its figures. */

import { median } from "./timing.mjs";

// One machine is not another and is never quiet: a gate that fails at the bound itself would fail by chance.
const NOISE = 1.3;

/** A demand that `value` be at most `bound`; a null value was not measured and fails. */
export const atMost = (what, value, bound, unit = "×") => ({ what, value, bound, unit, sense: "at most" });

/** A demand that `value` be at least `bound`. */
export const atLeast = (what, value, bound, unit = "×") => ({ what, value, bound, unit, sense: "at least" });

/** `met`, missed by no more than the noise of a machine, `missed` or `unmeasured`. */
export function verdict({ value, bound, sense }) {
  if (value === null || !Number.isFinite(value)) return "unmeasured";
  const excess = sense === "at most" ? value / bound : bound / value;
  return excess <= 1 ? "met" : excess <= NOISE ? "missed by less than 1.3 ×" : "missed";
}

/** The median over rounds of `over(round) / under(round)`, both of the same round; null where either is missing. */
export function ratio(rounds, over, under) {
  return median(rounds.map((round) => over(round) / under(round)).filter(Number.isFinite));
}

/** The median over rounds of one figure; null where no round has it. */
export function middle(rounds, figure) {
  return median(rounds.map(figure).filter(Number.isFinite));
}

/** The largest of the numbers that were measured; null if one of them was not. */
export function worst(numbers) {
  return numbers.includes(null) ? null : Math.max(...numbers);
}

/** The smallest, in the same way. */
export function least(numbers) {
  return numbers.includes(null) ? null : Math.min(...numbers);
}
