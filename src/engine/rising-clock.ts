/** A clock that may be set back, made one that never falls: budgets are looked up in the order of time. */

import type { Clock } from "./port.ts";

export function risingClock(clock: Clock): Clock {
  let last = Number.NEGATIVE_INFINITY;
  return {
    now() {
      const now = clock.now();
      // A clock that fails is no number, and is not held back either.
      if (now < last) return last;
      last = now;
      return now;
    },
  };
}
