/** A clock that may be set back, made one that never falls: budgets are looked up in the order of time. */

import type { Clock } from "./port.ts";

/** The time of a ledger. */
export interface LedgerClock extends Clock {
  /** What the clock behind it says, be it believed or not. */
  wall(): number;
}

export function risingClock(clock: Clock): LedgerClock {
  let last = Number.NEGATIVE_INFINITY;
  return {
    now() {
      const now = clock.now();
      // A clock that fails is no number, and is not held back either.
      if (now < last) return last;
      last = now;
      return now;
    },
    wall: () => clock.now(),
  };
}
