/** The tally of a rolling window: a queue by date and its sum. */

import { isSame, minus, plus, type Total, ZERO } from "../kernel/total.ts";
import type { Window } from "../kernel/window.ts";
import type { Tally } from "./tally.ts";
import { type Bounds, windowAt } from "./window.ts";

/** So many are let go of at once: moving the rest of the queue to the front then costs nothing to speak of. */
const COMPACT_FROM = 1024;

/** Each share enters once and leaves once, so a look-up costs what left since the last one, and nothing for the past. */
export function rollingTally(window: Extract<Window, { kind: "rolling" }>): Tally {
  const dates: number[] = [];
  const shares: Total[] = [];
  let head = 0;
  let total = ZERO;
  let edge = Number.NEGATIVE_INFINITY;

  function boundsAt(now: number): Bounds {
    return windowAt(window, now, () => 0);
  }

  /** Lets go of what is dated before `from`. */
  function dropBefore(from: number): void {
    if (from <= edge) return;
    edge = from;
    while (head < dates.length && dates[head]! < edge) total = minus(total, shares[head++]!);
    if (head < COMPACT_FROM || head < dates.length / 2) return;
    dates.splice(0, head);
    shares.splice(0, head);
    head = 0;
  }

  return {
    add(at, share) {
      dropBefore(at - window.length_ms + 1);
      if (at < edge) return;
      total = plus(total, share);
      const place = placeOf(dates, at, head);
      dates.splice(place, 0, at);
      shares.splice(place, 0, share);
    },
    remove(at, share) {
      // What is dated before the edge was not added, or has left already.
      if (at < edge) return;
      const place = dates.findLastIndex((date, i) => i >= head && date === at && isSame(shares[i]!, share));
      if (place < 0) return;
      total = minus(total, share);
      dates.splice(place, 1);
      shares.splice(place, 1);
    },
    totalAt(now) {
      const from = now - window.length_ms + 1;
      if (from < edge) throw new RangeError("a budget was looked up at a time before one it knows");
      dropBefore(from);
      return total;
    },
    boundsAt,
  };
}

/** Where a date goes so that the dates from `head` on stay in order: nearly always the end. */
function placeOf(dates: readonly number[], at: number, head: number): number {
  let [low, high] = [head, dates.length];
  if (high === low || dates[high - 1]! <= at) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (dates[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
