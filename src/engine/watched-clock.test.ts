import { describe, expect, it } from "vitest";
import type { ClockJumpBody, Confirmed, Jump } from "../book/jump.ts";
import { systemClock } from "./system-clock.ts";
import { type ClockLimits, watchedClock } from "./watched-clock.ts";

const START = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface World {
  readonly now: () => number;
  readonly jumps: readonly ClockJumpBody[];
  /** Time passes: the clock by so much, the steady one by so much. */
  pass(wallMs: number, steadyMs?: number): void;
  /** Somebody confirms what the clock says. */
  confirm(): void;
}

/** A ledger whose last entry is of `at`, opened while the clock says `wall`. */
function open({
  at = START,
  wall = START,
  isSteady = true,
  limits = {},
}: {
  readonly at?: number;
  readonly wall?: number;
  readonly isSteady?: boolean;
  readonly limits?: ClockLimits;
} = {}): World {
  const state = { wall, steady: 5000, at };
  const jumps: ClockJumpBody[] = [];
  let jump: Jump | null = null;
  let confirmed: Confirmed | null = null;
  let size = 10;
  const watched = watchedClock({
    clock: { now: () => state.wall, ...(isSteady ? { steady: () => state.steady } : {}) },
    book: { at: () => state.at, kept: () => size, jumps: { open: () => jump, confirmed: () => confirmed } },
    limits,
    record(body, time) {
      expect(body.expected).toBe(time);
      jumps.push(body);
      jump = { ...body, seq: size++ };
    },
  });
  return {
    now: () => watched.now(),
    jumps,
    pass(wallMs, steadyMs = wallMs) {
      state.wall += wallMs;
      state.steady += steadyMs;
    },
    confirm() {
      state.at = Math.max(state.at, state.wall, watched.now());
      jump = null;
      confirmed = { seq: size++, read: state.wall, at: state.at };
    },
  };
}

describe("while the clock goes on evenly", () => {
  it("its time is the time", () => {
    const world = open();
    for (const ms of [0, 1, 17, HOUR, 400 * 24 * HOUR]) {
      world.pass(ms);
      world.now();
    }
    expect(world.now()).toBe(START + 18 + HOUR + 400 * 24 * HOUR);
    expect(world.jumps).toEqual([]);
  });

  it("it may be set by the tolerance, and the time never falls", () => {
    const world = open({ limits: { clock_tolerance: 60 } });
    world.now();
    world.pass(-MINUTE, 0);
    expect(world.now()).toBe(START);
    world.pass(2 * MINUTE, 0);
    expect(world.now()).toBe(START + MINUTE);
    expect(world.jumps).toEqual([]);
  });

  it("it may drift by a ten thousandth for ever", () => {
    const world = open();
    for (let hour = 0; hour < 1000; hour++) {
      world.pass(HOUR, HOUR * 0.99995);
      world.now();
    }
    expect(world.jumps).toEqual([]);
  });
});

describe("a jump", () => {
  it.each([
    ["forward", HOUR],
    ["back", -HOUR],
    ["far ahead", 10 * 8766 * HOUR],
    ["a little beyond the tolerance", MINUTE + 1],
  ])("%s is recorded, and the time goes on as if it had not been", (_name, ms) => {
    const world = open();
    world.now();
    world.pass(ms + 1000, 1000);
    expect(world.now()).toBe(START + 1000);
    expect(world.jumps).toEqual([
      { expected: "2026-11-20T12:00:01.000Z", read: new Date(START + ms + 1000).toISOString() },
    ]);
    world.pass(1000);
    expect(world.now()).toBe(START + 2000);
    expect(world.jumps).toHaveLength(1);
  });

  it("by small steps is one as well", () => {
    const world = open();
    world.now();
    for (let i = 0; i < 40; i++) {
      world.pass(-1000, 1000);
      world.now();
    }
    expect(world.jumps).toHaveLength(1);
    expect(Math.abs(world.now() - START - 40_000)).toBeLessThan(10);
  });

  it("to what is no time of this calendar has no time", () => {
    const world = open();
    world.now();
    world.pass(1e17, 0);
    expect(world.now()).toBe(START);
    expect(world.jumps[0]?.read).toBeNull();
  });

  it("that is confirmed is followed from then on", () => {
    const world = open();
    world.now();
    world.pass(HOUR, 0);
    world.now();
    world.confirm();
    expect(world.now()).toBe(START + HOUR);
    world.pass(1000);
    expect(world.now()).toBe(START + HOUR + 1000);
    expect(world.jumps).toHaveLength(1);
  });

  it("back that is confirmed leaves the time where it is until it is reached again", () => {
    const world = open();
    world.now();
    world.pass(-HOUR, 0);
    world.now();
    world.confirm();
    world.pass(HOUR - 1);
    expect(world.now()).toBe(START);
    world.pass(2);
    expect(world.now()).toBe(START + 1);
    expect(world.jumps).toHaveLength(1);
    world.pass(-HOUR, 0);
    world.now();
    expect(world.jumps).toHaveLength(2);
  });

  it("is not followed although the clock comes back, until it is confirmed", () => {
    const world = open();
    world.now();
    world.pass(HOUR, 0);
    world.now();
    world.pass(-HOUR + 5000, 5000);
    expect(world.now()).toBe(START + 5000);
    expect(world.jumps).toHaveLength(1);
    world.confirm();
    expect(world.now()).toBe(START + 5000);
  });
});

describe("when a ledger is opened", () => {
  it("a clock behind its last entry has jumped, and the time goes on from there", () => {
    const world = open({ wall: START - HOUR });
    expect(world.now()).toBe(START);
    world.pass(1000);
    expect(world.now()).toBe(START + 1000);
    expect(world.jumps).toEqual([{ expected: "2026-11-20T12:00:00.000Z", read: "2026-11-20T11:00:00.000Z" }]);
  });

  it("a clock behind it by the tolerance has not", () => {
    const world = open({ wall: START - MINUTE });
    expect(world.now()).toBe(START);
    expect(world.jumps).toEqual([]);
  });

  it("a long stop is none, but for one longer than a ledger stands", () => {
    const days = open({ wall: START + 90 * 24 * HOUR });
    expect(days.now()).toBe(START + 90 * 24 * HOUR);
    expect(days.jumps).toEqual([]);
    const years = open({ wall: START + 10 * 8766 * HOUR });
    expect(years.now()).toBe(START);
    expect(years.jumps).toHaveLength(1);
    const short = open({ wall: START + 2 * HOUR, limits: { clock_idle: 3600 } });
    expect(short.now()).toBe(START);
    expect(short.jumps).toHaveLength(1);
  });

  it("a ledger without entries takes any time", () => {
    expect(open({ at: 0, wall: START }).now()).toBe(START);
  });
});

it("a clock without a steady one is watched for being set back", () => {
  const world = open({ isSteady: false });
  world.now();
  world.pass(HOUR);
  expect(world.now()).toBe(START + HOUR);
  world.pass(-2 * HOUR);
  expect(world.now()).toBe(START + HOUR);
  expect(world.jumps).toHaveLength(1);
});

describe("the clock of a machine", () => {
  const machine = (): { wall: number; awake: number; boot: number } => ({ wall: START, awake: 100, boot: 9000 });
  const clockOf = (state: ReturnType<typeof machine>) =>
    systemClock({ wall: () => state.wall, awake: () => state.awake, sinceBoot: () => state.boot });

  it("goes on while the machine sleeps", () => {
    const state = machine();
    const { steady } = clockOf(state);
    const before = steady();
    Object.assign(state, { wall: START + HOUR + 10, awake: 110, boot: 9000 + HOUR + 10 });
    expect(steady() - before).toBe(HOUR + 10);
  });

  it("does not go on because it is set", () => {
    const state = machine();
    const { steady } = clockOf(state);
    const before = steady();
    Object.assign(state, { wall: START + HOUR + 10, awake: 110, boot: 9010 });
    expect(steady() - before).toBe(10);
    state.wall -= 2 * HOUR;
    expect(steady() - before).toBe(10);
  });

  it("is that of this process", () => {
    const { now, steady } = systemClock();
    expect(Math.abs(now() - Date.now())).toBeLessThan(1000);
    const before = steady();
    expect(steady()).toBeGreaterThanOrEqual(before);
  });
});
