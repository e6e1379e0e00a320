/** A clock that is believed while it goes on evenly: a jump is recorded, and not followed until it is confirmed. */

import type { ClockJumpBody, Jumps } from "../book/jump.ts";
import { formatInstant } from "../kernel/instant.ts";
import type { Settings } from "../kernel/rule.ts";
import type { Clock } from "./port.ts";
import type { LedgerClock } from "./rising-clock.ts";

/** How far a clock may be off before it has jumped. */
export type ClockLimits = Pick<Settings, "clock_tolerance" | "clock_idle">;

/** Seconds, where no policy says otherwise: a minute, and a leap year. */
const TOLERANCE = 60;
const IDLE = 31_622_400;

/** So much of the time that passes a clock may win or lose for ever: no quartz is worse. */
const DRIFT = 0.0001;

/** What the ledger says of the time. */
export interface TimeBook {
  readonly jumps: Pick<Jumps, "open" | "confirmed">;
  /** The time of the last entry; 0 while there is none. */
  at(): number;
  /** Number of entries that are durable. */
  kept(): number;
}

export interface WatchParts {
  readonly clock: Clock;
  readonly book: TimeBook;
  readonly limits: ClockLimits;
  /** Records a jump; asked again with each reading until it is durable. */
  readonly record: (jump: ClockJumpBody, at: string) => void;
}

/** What the clock was to say when the steady one said something. */
interface Mark {
  readonly time: number;
  readonly steady: number;
}

/** A time that was accepted although the ledger was ahead of it. */
interface Behind {
  readonly read: number;
  readonly until: number;
}

/** A clock without a steady one beside it is only watched for being set back. docs/spec/engine.md, "The clock". */
export function watchedClock({ clock, book, limits, record }: WatchParts): LedgerClock {
  const toleranceMs = 1000 * (limits.clock_tolerance ?? TOLERANCE);
  const idleMs = 1000 * (limits.clock_idle ?? IDLE);
  const steady = (): number => clock.steady?.() ?? 0;
  let last = book.at();
  let accepted = book.jumps.confirmed();
  let behind: Behind | null = accepted === null ? null : { read: accepted.read, until: accepted.at };
  /** Null before the first reading. */
  let mark: Mark | null = null;
  /** From where the time is carried on while the clock is not believed. */
  let held: Mark | null = null;

  function read(): number {
    const wall = clock.now();
    if (Number.isNaN(wall)) return wall;
    accept(wall);
    const { open } = book.jumps;
    if (held === null && (open() !== null || hasJumped(wall))) held = { time: carried(mark), steady: steady() };
    if (held === null) return wall;
    const time = Math.max(last, carried(held));
    if ((open()?.seq ?? Number.POSITIVE_INFINITY) >= book.kept()) tell(time, wall);
    return time;
  }

  /** What is not durable yet may be taken back. */
  function accept(wall: number): void {
    const confirmed = book.jumps.confirmed();
    if (confirmed === null || confirmed.seq === accepted?.seq || confirmed.seq >= book.kept()) return;
    accepted = confirmed;
    behind = { read: Math.min(wall, confirmed.read), until: Math.max(last, confirmed.at) };
    mark = { time: wall, steady: steady() };
    held = null;
  }

  function carried(from: Mark | null): number {
    return from === null || clock.steady === undefined ? last : from.time + steady() - from.steady;
  }

  function hasJumped(wall: number): boolean {
    const latest = Math.max(last, book.at());
    const least = behind !== null && latest <= behind.until ? behind.read : latest;
    if (wall < least - toleranceMs) return true;
    if (mark === null && last > 0 && wall > last + idleMs) return true;
    const before = mark ?? { time: wall, steady: steady() };
    const now = steady();
    const off = clock.steady === undefined ? 0 : wall - (before.time + now - before.steady);
    if (Math.abs(off) > toleranceMs) return true;
    mark = { time: wall - off + within(off, (now - before.steady) * DRIFT), steady: now };
    return false;
  }

  function tell(time: number, wall: number): void {
    const expected = formatInstant(Math.floor(time));
    record({ expected, read: textOf(wall) }, expected);
  }

  return {
    now() {
      const now = Math.floor(read());
      // A clock that fails is no number, and is not held back either.
      if (now < last) return last;
      if (now > last) last = now;
      return now;
    },
    wall: () => clock.now(),
  };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}

/** Null for what is no time of this calendar. */
function textOf(wall: number): string | null {
  try {
    return formatInstant(Math.floor(wall));
  } catch {
    return null;
  }
}
