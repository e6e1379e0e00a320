/** The bounds of a window at an instant; docs/spec/budget.md. */

import type { CalendarUnit, Window } from "../kernel/window.ts";
import { periodStart } from "./civil.ts";

/** Half-open: `from <= t < to`, milliseconds since the epoch; null is without bound. */
export interface Bounds {
  readonly from: number | null;
  readonly to: number | null;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. Handed in: pure code owns no zones. */
export type OffsetAt = (zone: string, instantMs: number) => number;

/** No clock was ever further from UTC: Asia/Manila was 15:56 behind until 1844. */
const MAX_OFFSET_MS = 16 * 3_600_000;

/**
 * The bounds of the window that contains an instant. A request alone (`per_request`) is a window of one millisecond, for
 * what it holds is never looked up.
 *
 *     windowAt({ kind: "rolling", length_ms: 60_000 }, at, offsetAt); // { from: at - 59_999, to: at + 1 }
 */
export function windowAt(window: Window, at: number, offsetAt: OffsetAt): Bounds {
  switch (window.kind) {
    case "per_request":
      return { from: at, to: at + 1 };
    case "rolling":
      return { from: at - window.length_ms + 1, to: at + 1 };
    case "calendar":
      return calendarAt(window.unit, at, (instant) => instant + offsetAt(window.zone, instant));
    case "lifetime":
      return { from: null, to: null };
  }
}

/** Are the two the same stretch of time at every instant? */
export function sameWindow(a: Window, b: Window): boolean {
  if (a.kind === "rolling") return b.kind === "rolling" && a.length_ms === b.length_ms;
  if (a.kind === "calendar") return b.kind === "calendar" && a.unit === b.unit && a.zone === b.zone;
  return a.kind === b.kind;
}

/** An instant as the clock on the wall reads. */
type LocalAt = (instant: number) => number;

function calendarAt(unit: CalendarUnit, at: number, localAt: LocalAt): Bounds {
  const local = localAt(at);
  let from = firstReaching(periodStart(unit, local, 0), localAt);
  // A clock that was put back past midnight reads yesterday again: today has begun all the same.
  for (let ahead = 1; ; ahead++) {
    const to = firstReaching(periodStart(unit, local, ahead), localAt);
    if (at < to) return { from, to };
    from = to;
  }
}

/** The first instant at which the clock reads `local` or later. */
function firstReaching(local: number, localAt: LocalAt): number {
  const found = searchReaching(local, { after: local - MAX_OFFSET_MS, until: local + MAX_OFFSET_MS }, localAt);
  if (found === null) throw new RangeError("a zone is more than 16 hours away from UTC");
  return found;
}

/** INVARIANT: the clock reads less than `local` at `after`. Offsets equal at both ends are taken for constant between. */
function searchReaching(local: number, range: { after: number; until: number }, localAt: LocalAt): number | null {
  const { after, until } = range;
  const offset = localAt(after) - after;
  if (localAt(until) - until === offset) return local - offset <= until ? local - offset : null;
  if (until - after === 1) return localAt(until) >= local ? until : null;
  const middle = Math.floor((after + until) / 2);
  return (
    searchReaching(local, { after, until: middle }, localAt) ?? searchReaching(local, { after: middle, until }, localAt)
  );
}
