/** The budgets' index against looking through everything, and what budgets promise: no window above its limit. */

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../../src/budget/reservation.ts";
import { type Overrun, overruns } from "../../src/budget/spending.ts";
import { createState, type State } from "../../src/budget/state.ts";
import { createUndoLog, type UndoLog } from "../../src/budget/undo.ts";
import { windowAt } from "../../src/budget/window.ts";
import { type Budget, sharesOf } from "../../src/kernel/budget.ts";
import { wouldExceed } from "../../src/kernel/budget-room.ts";
import { toUnits } from "../../src/kernel/exact.ts";
import type { Movement } from "../../src/kernel/movement.ts";
import { ZERO } from "../../src/kernel/total.ts";
import * as naive from "../reference/budget.ts";
import { arbitrary, type Choice, once, pick, several } from "../reference/choice.ts";
import { budget, event, movement, offsetAt } from "../reference/generate-budget.ts";

const HOUR_MS = 3_600_000;
const START = Date.parse("2026-11-20T00:00:00Z");
const runs = process.env["WRIT_LONG"] === "1" ? 3000 : 150;

/** A ledger that is folded and kept as a list at once. */
interface World {
  readonly choice: Choice;
  readonly state: State;
  readonly log: UndoLog;
  events: Event[];
  budgets: readonly Budget[];
  now: number;
}

test("the index knows what looking through everything finds, for budgets that come late too", () => {
  holds((choice) => {
    const world = newWorld(choice, []);
    for (let step = 0; step < 60; step++) {
      pass(world);
      happen(world, event(choice, world.now));
      if (once(choice, 6)) coverOthers(world);
      if (once(choice, 2)) compare(world);
    }
  });
});

test("what is taken back has never been, whatever was looked up meanwhile", () => {
  holds((choice) => {
    const world = newWorld(
      choice,
      several(choice, [1, 3], (draw) => budget(draw, `b${draw(1000)}`)),
    );
    for (let step = 0; step < 12; step++) {
      for (let kept = choice(4); kept > 0; kept--) live(world);
      world.log.keep();
      const { events, budgets } = world;
      world.events = [...events];
      for (let lost = choice(6); lost > 0; lost--) live(world);
      world.log.rollback(0);
      Object.assign(world, { events, budgets });
      compare(world);
      const open = [...world.state.open()].map(({ decision }) => decision);
      expect(open).toEqual(naive.openOf(world.events));
    }
  });
});

test("whatever happens in whatever order, no window ever holds more than its limit", () => {
  holds((choice) => {
    const world = newWorld(
      choice,
      several(choice, [1, 3], (draw) => budget(draw, `b${draw(1000)}`)),
    );
    for (let step = 0; step < 60; step++) {
      pass(world);
      const next = event(choice, world.now);
      if (next.kind === "reserved" && !fits(world, next.movements)) continue;
      // A guard that keeps to what was reserved; what moves beyond it is another matter.
      happen(world, next.kind === "executed" ? { ...next, movements: reservedBy(world, next.decision) } : next);
    }
    for (const one of world.budgets) checkLimits(world, one);
  });
});

test("overruns name every balance in which more moved than was reserved, and no other", () => {
  holds((choice) => {
    const one: Budget = { ...budget(choice, "b"), window: { kind: "lifetime" } };
    const [reserved, executed] = [several(choice, [0, 3], movement), several(choice, [0, 3], movement)];
    const named = overruns(one, reserved, executed);
    const known = [...sharesOf(one, reserved).known, ...sharesOf(one, executed).known].map(({ key }) => key);
    const stranger = JSON.stringify(one.per.map(() => "nobody"));
    expect(new Set(named.map(({ key }) => key)).size).toBe(named.length);
    for (const key of new Set([stranger, ...known])) {
      const [before, after] = [naive.sum({ budget: one, key }, reserved), naive.sum({ budget: one, key }, executed)];
      const found = named.find((each) => each.key === (one.per.length === 0 || known.includes(key) ? key : null));
      expect(found === undefined).toBe(after.cents <= before.cents);
      if (found !== undefined) expect(inHundredths(found)).toEqual([before.cents, after.cents]);
    }
  });
});

test("expired reservations are found, once each, and nothing else is", () => {
  holds((choice) => {
    const world = newWorld(choice, []);
    for (let step = 0; step < 60; step++) {
      pass(world);
      happen(world, event(choice, world.now));
      if (once(choice, 2)) continue;
      const due = [...world.state.open()].filter((one) => one.phase === "reserved" && one.expires_at <= world.now);
      const overdue = world.state.overdue(world.now);
      expect(overdue).toEqual(due.map(({ decision }) => decision));
      for (const decision of overdue) happen(world, { kind: "expired", decision, at: world.now });
      expect(world.state.overdue(world.now)).toEqual([]);
    }
  });
});

function newWorld(choice: Choice, budgets: readonly Budget[]): World {
  const log = createUndoLog();
  const world: World = { choice, state: createState(offsetAt, log.undo), log, events: [], budgets, now: START };
  world.state.cover(budgets, () => []);
  return world;
}

/** One step of time in which anything may happen. */
function live(world: World): void {
  pass(world);
  happen(world, event(world.choice, world.now));
  if (once(world.choice, 6)) coverOthers(world);
  if (once(world.choice, 2)) compare(world);
  if (once(world.choice, 3)) world.state.overdue(world.now);
}

function pass(world: World): void {
  world.now += pick(world.choice, [0, 0, HOUR_MS / 4, HOUR_MS / 2, HOUR_MS, 6 * HOUR_MS]);
  if (once(world.choice, 4)) world.now += 1;
}

function happen(world: World, next: Event): void {
  const code = naive.refusal(world.events, next);
  const applied = world.state.apply(next);
  expect(applied.ok ? null : applied.code).toBe(code);
  if (applied.ok) world.events.push(next);
}

/** Some budgets stay, some go, some are new and must count what was. */
function coverOthers(world: World): void {
  const kept = world.budgets.filter(() => once(world.choice, 2));
  const id = `b${world.events.length}`;
  world.budgets = [...kept, ...several(world.choice, [0, 2], (choice) => budget(choice, `${id}-${choice(1000)}`))];
  world.state.cover(world.budgets, () => naive.settledOf(world.events));
}

function compare(world: World): void {
  for (const one of world.budgets) {
    const key = keyFor(one, world.choice);
    const at = world.state.balanceAt(one, key, world.now);
    const bounds = windowAt(one.window, world.now, offsetAt);
    expect(at.bounds).toEqual(bounds);
    const { spent, reserved } = naive.balance(world.events, { budget: one, key, bounds });
    expect({ spent: inCents(at.spent), reserved: inCents(at.reserved) }).toEqual({ spent, reserved });
  }
}

function keyFor(one: Budget, choice: Choice): string {
  const shares = sharesOf(one, several(choice, [1, 3], movement));
  return shares.known[0]?.key ?? JSON.stringify(one.per.map(() => "nobody"));
}

function inHundredths({ reserved, executed }: Overrun): readonly number[] {
  return [reserved, executed].map((amount) => Math.round(Number(amount) * 100));
}

function inCents({ units, unknown }: { units: bigint; unknown: number }): naive.Sum {
  return { cents: Number(units / 10n ** 34n), unknown };
}

function fits(world: World, movements: readonly Movement[]): boolean {
  return world.budgets.every((one) => {
    const shares = sharesOf(one, movements);
    if (shares.anywhere !== null) return false;
    return shares.known.every(({ key, asked: candidate }) => {
      const { spent, reserved } = world.state.balanceAt(one, key, world.now);
      return wouldExceed(one, { spent, reserved, candidate }).kind === "within";
    });
  });
}

function reservedBy(world: World, decision: string): readonly Movement[] {
  const found = world.events.find((one) => one.kind === "reserved" && one.decision === decision);
  return found?.kind === "reserved" ? found.movements : [];
}

/** Every stretch of the window's length that ends with a movement, or every calendar window that has one. */
function checkLimits(world: World, one: Budget): void {
  const settled = naive.settledOf(world.events);
  for (const { at } of settled) {
    const bounds = windowAt(one.window, at, offsetAt);
    const moved = settled.flatMap(({ movements }) => movements);
    for (const { key } of sharesOf(one, moved).known) {
      const { spent } = naive.balance(world.events, { budget: one, key, bounds });
      if (one.window.kind !== "per_request") expect(spent.cents).toBeLessThanOrEqual(Number(one.limit) * 100);
    }
  }
  for (const next of world.events) {
    if (next.kind !== "reserved" || one.window.kind !== "per_request") continue;
    for (const { asked } of sharesOf(one, next.movements).known) expect(asked.units <= toUnits(one.limit)).toBe(true);
  }
}

function holds(law: (choice: Choice) => void): void {
  fc.assert(
    fc.property(
      arbitrary((choice) => choice),
      (choice) => law(choice),
    ),
    // Shrinking sixty steps would take longer than reading them.
    { seed: 7, numRuns: runs, endOnFailure: true },
  );
}

test("an empty total is within every limit", () => {
  const one = budget(() => 0, "b");
  expect(wouldExceed(one, { spent: ZERO, reserved: ZERO, candidate: ZERO })).toEqual({ kind: "within" });
});
