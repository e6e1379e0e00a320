/** Jumps of the clock: noticed by an engine, and in force until somebody confirms the time; docs/spec/engine.md. */

import type { Undo } from "../budget/undo.ts";
import { parseInstant } from "../kernel/instant.ts";
import { BookError, type Fold, type Seen } from "./fold.ts";

/** The body of a `clock_jump` entry. */
export interface ClockJumpBody {
  /** RFC 3339: the time that was to be expected. */
  readonly expected: string;
  /** RFC 3339: what the clock said; null where that is no time of this calendar. */
  readonly read: string | null;
}

/** The body of a `clock_confirm` entry. */
export interface ClockConfirmBody {
  /** The number of the entry of the jump. */
  readonly jump: number;
  /** RFC 3339: the time that is accepted. */
  readonly read: string;
  readonly reason: string;
}

/** A jump that nobody has confirmed. */
export type Jump = ClockJumpBody & { readonly seq: number };

/** A time that somebody accepted. In milliseconds since the epoch. */
export interface Confirmed {
  /** Of its entry. */
  readonly seq: number;
  readonly read: number;
  /** The time of its entry; later than what was read when the clock was set back. */
  readonly at: number;
}

export interface Jumps extends Fold {
  /** The jump that stands, or null. */
  open(): Jump | null;
  /** The last confirmation. */
  confirmed(): Confirmed | null;
}

export function createJumps(undo: Undo): Jumps {
  let open: Jump | null = null;
  let confirmed: Confirmed | null = null;

  function change(next: Jump | null, confirmation: Confirmed | null): void {
    const before = { open, confirmed };
    [open, confirmed] = [next, confirmation];
    undo(() => {
      ({ open, confirmed } = before);
    });
  }

  return {
    apply({ kind, seq, at, body }: Seen) {
      if (kind === "clock_jump") {
        if (open !== null) throw new BookError("clock.known", `the jump of entry ${open.seq} is not confirmed yet`);
        change({ ...(body as ClockJumpBody), seq }, confirmed);
        return;
      }
      const { jump, read } = body as ClockConfirmBody;
      if (open === null) throw new BookError("clock.steady", "there is no jump of the clock to confirm");
      if (open.seq !== jump)
        throw new BookError("clock.other", `the jump to confirm is entry ${open.seq}, not ${jump}`);
      change(null, { seq, at, read: parseInstant(read) ?? at });
    },
    open: () => open,
    confirmed: () => confirmed,
  };
}
