import { expect, test } from "vitest";
import type { Budget } from "../kernel/budget.ts";
import { fromUnits } from "../kernel/exact.ts";
import type { Movement } from "../kernel/movement.ts";
import type { Event, Settled } from "./reservation.ts";
import { createState, type State } from "./state.ts";

const BUDGET: Budget = {
  id: "daily",
  measure: { kind: "amount", unit: "USD" },
  limit: "100",
  soft_limit: null,
  window: { kind: "calendar", unit: "day", zone: "UTC" },
  per: [],
  filters: {},
};

const OWNER = { principal: "p", tenant: null };
const DAY_MS = 86_400_000;

const usd = (amount: string): readonly Movement[] => [{ amounts: { USD: amount }, dimensions: {} }];

function newState(): State {
  const state = createState(() => 0);
  state.cover([BUDGET], () => []);
  return state;
}

function reserve(decision: string, amount: string, at: number): Event {
  return { kind: "reserved", decision, at, movements: usd(amount), expires_at: at + 300, guard: "g", owner: OWNER };
}

function seen(state: State, now: number): readonly string[] {
  const { spent, reserved } = state.balanceAt(BUDGET, "[]", now);
  return [spent, reserved].map(({ units }) => fromUnits(units));
}

test("what was claimed and not reported counts tomorrow too, and yesterday's once it is settled", () => {
  const state = newState();
  state.apply(reserve("d", "5", 0));
  state.apply({ kind: "claimed", decision: "d", at: 1, by: "g" });
  expect(seen(state, DAY_MS + 5)).toEqual(["0", "5"]);
  state.apply({ kind: "executed", decision: "d", at: DAY_MS + 6, by: "g", movements: usd("5") });
  expect(seen(state, DAY_MS + 7)).toEqual(["0", "0"]);
});

test("what moves beyond the reservation is recorded in full, and named", () => {
  const state = newState();
  state.apply(reserve("d", "5", 0));
  state.apply({ kind: "claimed", decision: "d", at: 1, by: "g" });
  const applied = state.apply({ kind: "executed", decision: "d", at: 2, by: "g", movements: usd("120.5") });
  expect(applied).toEqual({ ok: true, overruns: [{ budget: "daily", key: "[]", reserved: "5", executed: "120.5" }] });
  expect(seen(state, 3)).toEqual(["120.5", "0"]);
});

test("what moves to nobody knows whom is an overrun of every balance, and counts in each", () => {
  const budget: Budget = { ...BUDGET, per: ["payee"] };
  const state = createState(() => 0);
  state.cover([budget], () => []);
  const to = (payee: string | null, amount: string): Movement => ({
    ...{ amounts: { USD: amount }, dimensions: { payee } },
  });
  const overruns = (...movements: readonly Movement[]): unknown => state.overrunsOf("d", movements);
  state.apply({ ...reserve("d", "0", 0), movements: [to("bob", "10")] } as Event);
  expect(overruns(to(null, "1000"))).toEqual([
    { budget: "daily", key: null, reserved: "0", executed: "1000" },
    { budget: "daily", key: '["bob"]', reserved: "10", executed: "1000" },
  ]);
  expect(overruns(to("bob", "8"), to(null, "3"), to("eve", "1"))).toEqual([
    { budget: "daily", key: null, reserved: "0", executed: "3" },
    { budget: "daily", key: '["bob"]', reserved: "10", executed: "11" },
    { budget: "daily", key: '["eve"]', reserved: "0", executed: "4" },
  ]);
  expect(overruns(to(null, "10"))).toEqual([{ budget: "daily", key: null, reserved: "0", executed: "10" }]);
  expect(overruns(to("bob", "10"))).toEqual([]);
});

test("a budget that is new counts what was settled and what is open; another limit asks for no history", () => {
  const state = newState();
  state.apply(reserve("d", "5", 0));
  const late: Budget = { ...BUDGET, window: { kind: "lifetime" } };
  const history: readonly Settled[] = [{ at: 0, movements: usd("7") }];
  state.cover([late], () => history);
  const { spent, reserved } = state.balanceAt(late, "[]", 1);
  expect([spent, reserved].map(({ units }) => fromUnits(units))).toEqual(["7", "5"]);
  state.cover([{ ...late, limit: "1" }], () => {
    throw new Error("history was asked for");
  });
  expect(() => state.balanceAt(BUDGET, "[]", 1)).toThrow(RangeError);
});

test("balances that are as good as new are forgotten, and those that are not are kept", () => {
  const budget: Budget = { ...BUDGET, per: ["payee"] };
  const state = createState(() => 0);
  state.cover([budget], () => []);
  for (let i = 0; i < 3000; i++) {
    const at = i * DAY_MS;
    const movements = [{ amounts: { USD: "1" }, dimensions: { payee: `p${i}` } }];
    const decision = `d${i}`;
    state.apply({ kind: "reserved", decision, at, movements, expires_at: at + 300, guard: "g", owner: OWNER });
    if (i === 0) continue;
    state.apply({ kind: "claimed", decision, at, by: "g" });
    state.apply({ kind: "executed", decision, at, by: "g", movements });
    state.balanceAt(budget, `["p${i}"]`, at);
  }
  expect(state.keysAt(budget, 2999 * DAY_MS)).toEqual(['["p0"]', '["p2999"]']);
});
