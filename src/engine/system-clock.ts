/** The clock of this machine, and beside it one that nobody sets. */

import { uptime } from "node:os";
import type { Clock } from "./port.ts";

/** Where the two clocks differ by less, the machine has not slept. */
const SLEEP_MS = 1000;

/** What a machine tells of the time; in milliseconds, each from a beginning of its own. */
export interface Machine {
  readonly wall: () => number;
  /** Stands still while the machine sleeps. */
  readonly awake: () => number;
  /** Goes on while the machine sleeps, and costs more to ask. */
  readonly sinceBoot: () => number;
}

const MACHINE: Machine = {
  wall: Date.now,
  awake: () => performance.now(),
  sinceBoot: () => uptime() * 1000,
};

/** A clock that has a steady one beside it. */
export type SteadyClock = Required<Clock>;

export function systemClock({ wall, awake, sinceBoot }: Machine = MACHINE): SteadyClock {
  const boot = sinceBoot() - awake();
  let slept = 0;
  let ahead = wall() - awake();
  return {
    now: wall,
    steady() {
      const now = awake();
      const apart = wall() - now - slept;
      if (Math.abs(apart - ahead) < SLEEP_MS) return now + slept;
      slept = Math.max(slept, sinceBoot() - now - boot);
      ahead = wall() - now - slept;
      return now + slept;
    },
  };
}
