/** Jumps of the clock, and their confirmation, on their way into the ledger. */

import type { Book } from "../book/book.ts";
import type { ClockConfirmBody, ClockJumpBody } from "../book/jump.ts";
import { canonical } from "../kernel/canonical.ts";
import { formatInstant } from "../kernel/instant.ts";
import type { Journal, Work } from "./journal.ts";
import type { Clock } from "./port.ts";
import type { LedgerClock } from "./rising-clock.ts";
import { type EventWork, refusedBody, resultOf } from "./ticket-work.ts";
import { type ClockLimits, watchedClock } from "./watched-clock.ts";

export interface LedgerTime {
  readonly journal: Journal;
  readonly book: Book;
  readonly clock: Clock;
  readonly limits: ClockLimits;
}

/** The clock of a durable ledger. A jump is asked to be recorded before anything that its reading is for. */
export function ledgerClock({ journal, book, clock, limits }: LedgerTime): LedgerClock {
  const record = (jump: ClockJumpBody, at: string): void => {
    // What fails is asked for again with the next reading, before what that is for.
    journal.submit(jumpWork(jump, at, book)).then(ignore, ignore);
  };
  return watchedClock({ clock, book, limits, record });
}

function ignore(): void {}

function jumpWork(body: ClockJumpBody, at: string, { jumps }: Book): Work {
  const text = canonical(body);
  return { kind: "clock_jump", at, build: () => (jumps.open() === null ? text : null) };
}

/** Accepts what the clock says at this moment. */
export function confirmWork(reason: string, clock: LedgerClock, { jumps }: Book): EventWork {
  const wall = Math.floor(clock.wall());
  const read = formatInstant(wall);
  let code: string | null = null;
  return {
    kind: "clock_confirm",
    at: formatInstant(Math.max(wall, clock.now())),
    build() {
      const jump = jumps.open();
      code = jump === null ? "clock.steady" : null;
      if (jump === null)
        return {
          kind: "event_refused",
          body: refusedBody("clock.steady", { kind: "clock_confirm", body: { read, reason } }),
        };
      const body: ClockConfirmBody = { jump: jump.seq, read, reason };
      return canonical(body);
    },
    result: (placed) => resultOf({ code, overruns: [] }, placed),
  };
}
