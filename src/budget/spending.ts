/** All balances of one budget: what is promised and what is spent, kept up to date event by event. */

import { type Scope, sharesOf } from "../kernel/budget.ts";
import { fromUnits } from "../kernel/exact.ts";
import type { Movement } from "../kernel/movement.ts";
import { isZero, minus, plus, type Total, ZERO } from "../kernel/total.ts";
import type { Settled } from "./reservation.ts";
import { createTally, isIdle, type Tally } from "./tally.ts";
import type { Bounds, OffsetAt } from "./window.ts";

/** One balance at an instant. */
export interface BalanceAt {
  readonly bounds: Bounds;
  /** Settled, and dated within the bounds. */
  readonly spent: Total;
  /** Promised, claimed or signed, and not closed: it counts whenever it was promised. */
  readonly reserved: Total;
}

/** More moved in a balance than was reserved for it. */
export interface Overrun {
  /** Null: in every balance, since nobody knows to which of them it belongs. */
  readonly key: string | null;
  readonly reserved: string;
  readonly executed: string;
}

export interface Spending {
  reserve(movements: readonly Movement[]): void;
  /** The opposite of `reserve`, for the same movements. */
  release(movements: readonly Movement[]): void;
  settle(settled: Settled): void;
  /** The opposite of `settle`, for the same event. */
  unsettle(settled: Settled): void;
  balanceAt(key: string, now: number): BalanceAt;
  /** The keys of all balances that something counts in. */
  keysAt(now: number): readonly string[];
}

interface Balance {
  reserved: Total;
  readonly spent: Tally;
}

/** Fewer balances than this are never worth looking through. */
const SWEEP_FROM = 1024;

/** An index of nothing yet; a budget that is new is given its past with `settle` and `reserve`. */
export function createSpending(scope: Scope, offsetAt: OffsetAt): Spending {
  const balances = new Map<string, Balance>();
  /** What belongs to the budget but to no known balance counts in each of them. */
  const anywhere = newBalance();
  let sweepAt = SWEEP_FROM;

  function newBalance(): Balance {
    return { reserved: ZERO, spent: createTally(scope.window, offsetAt) };
  }

  function change(movements: readonly Movement[], apply: (balance: Balance, share: Total) => void): void {
    // What other requests move is no matter of a limit on each.
    if (scope.window.kind === "per_request") return;
    const shares = sharesOf(scope, movements);
    if (shares.anywhere !== null) apply(anywhere, shares.anywhere);
    for (const { key, asked } of shares.known) {
      let balance = balances.get(key);
      if (balance === undefined) {
        balance = newBalance();
        balances.set(key, balance);
      }
      apply(balance, asked);
    }
  }

  /** Forgets balances that are as good as new, once there are twice as many as were worth keeping. */
  function sweep(now: number): void {
    if (balances.size < sweepAt) return;
    for (const [key, balance] of balances) {
      if (isZero(balance.reserved) && isIdle(balance.spent, now)) balances.delete(key);
    }
    sweepAt = Math.max(SWEEP_FROM, 2 * balances.size);
  }

  return {
    reserve(movements) {
      change(movements, (balance, share) => {
        balance.reserved = plus(balance.reserved, share);
      });
    },
    release(movements) {
      change(movements, (balance, share) => {
        balance.reserved = minus(balance.reserved, share);
      });
    },
    settle({ at, movements }) {
      change(movements, (balance, share) => balance.spent.add(at, share));
    },
    unsettle({ at, movements }) {
      change(movements, (balance, share) => balance.spent.remove(at, share));
    },
    balanceAt(key, now) {
      sweep(now);
      const own = balances.get(key);
      const spent = anywhere.spent.totalAt(now);
      const bounds = anywhere.spent.boundsAt(now);
      if (own === undefined) return { bounds, spent, reserved: anywhere.reserved };
      return {
        bounds,
        spent: plus(spent, own.spent.totalAt(now)),
        reserved: plus(anywhere.reserved, own.reserved),
      };
    },
    keysAt(now) {
      const used = ([, { reserved, spent }]: [string, Balance]) => !isZero(reserved) || !isIdle(spent, now);
      return [...balances].filter(used).map(([key]) => key);
    },
  };
}

/** Of the one balance of a budget that tells nothing apart. */
const ONLY_KEY = "[]";

/** Where more moved than was reserved, of two lists of movements; what belongs to no known balance counts in each. */
export function overruns(scope: Scope, reserved: readonly Movement[], executed: readonly Movement[]): Overrun[] {
  const [before, after] = [unitsIn(scope, reserved), unitsIn(scope, executed)];
  const keys =
    scope.per.length === 0 ? [ONLY_KEY] : [null, ...new Set([...before.known.keys(), ...after.known.keys()])];
  return keys
    .map((key) => ({ key, reserved: unitsOf(before, key), executed: unitsOf(after, key) }))
    .filter(({ reserved, executed }) => executed > reserved)
    .map(({ key, reserved, executed }) => ({ key, reserved: fromUnits(reserved), executed: fromUnits(executed) }));
}

interface Units {
  readonly known: ReadonlyMap<string, bigint>;
  readonly anywhere: bigint;
}

function unitsIn(scope: Scope, movements: readonly Movement[]): Units {
  const { known, anywhere } = sharesOf(scope, movements);
  return { known: new Map(known.map(({ key, asked }) => [key, asked.units])), anywhere: anywhere?.units ?? 0n };
}

/** In one balance, or (null) in any that nothing is known of. */
function unitsOf({ known, anywhere }: Units, key: string | null): bigint {
  return anywhere + (key === null ? 0n : (known.get(key) ?? 0n));
}
