/** What was spent in one balance, looked up in constant time however long the past is. */

import { isZero, minus, plus, type Total, ZERO } from "../kernel/total.ts";
import type { Window } from "../kernel/window.ts";
import { rollingTally } from "./tally-rolling.ts";
import { type Bounds, type OffsetAt, windowAt } from "./window.ts";

/** INVARIANT: what is looked up at is never earlier than what was looked up or added before; time in a ledger never falls. */
export interface Tally {
  /** Adds something dated `at`; dates may come in any order. */
  add(at: number, share: Total): void;
  /** The opposite of `add`, for the same share, whatever was looked up meanwhile. */
  remove(at: number, share: Total): void;
  /** The sum of what is dated within the window that contains `now`. */
  totalAt(now: number): Total;
  boundsAt(now: number): Bounds;
}

export function createTally(window: Window, offsetAt: OffsetAt): Tally {
  switch (window.kind) {
    case "per_request":
      return {
        add: () => {},
        remove: () => {},
        totalAt: () => ZERO,
        boundsAt: (now) => windowAt(window, now, offsetAt),
      };
    case "rolling":
      return rollingTally(window);
    case "calendar":
      return calendarTally(window, offsetAt);
    case "lifetime":
      return lifetimeTally(window);
  }
}

/** Is the tally as good as new at this time, so that it can be forgotten? */
export function isIdle(tally: Tally, now: number): boolean {
  return isZero(tally.totalAt(now));
}

function lifetimeTally(window: Window): Tally {
  let total = ZERO;
  return {
    add: (_at, share) => {
      total = plus(total, share);
    },
    remove: (_at, share) => {
      total = minus(total, share);
    },
    totalAt: () => total,
    boundsAt: (now) => windowAt(window, now, () => 0),
  };
}

/** One running sum: when a window has ended nobody asks for it again. */
function calendarTally(window: Window, offsetAt: OffsetAt): Tally {
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let total = ZERO;

  function moveTo(at: number): void {
    if (at < to) return;
    const bounds = windowAt(window, at, offsetAt);
    from = bounds.from ?? Number.NEGATIVE_INFINITY;
    to = bounds.to ?? Number.POSITIVE_INFINITY;
    total = ZERO;
  }

  function boundsAt(now: number): Bounds {
    moveTo(now);
    if (now < from) throw new RangeError("a budget was looked up at a time before one it knows");
    return { from, to };
  }

  return {
    add(at, share) {
      moveTo(at);
      if (at >= from) total = plus(total, share);
    },
    remove(at, share) {
      // What lay before the window was not added, or went with its window.
      if (at >= from) total = minus(total, share);
    },
    totalAt(now) {
      boundsAt(now);
      return total;
    },
    boundsAt,
  };
}
