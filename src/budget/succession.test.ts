import { expect, test } from "vitest";
import type { Budget } from "../kernel/budget.ts";
import type { Window } from "../kernel/window.ts";
import { type InForce, inForceAt, succeed } from "./succession.ts";

const DAY: Window = { kind: "calendar", unit: "day", zone: "UTC" };
const DAY_MS = 86_400_000;
const AT = Date.parse("2026-11-20T12:00:00Z");
const inForce = (some: Partial<Budget>): InForce => ({ budget: budget(some), id: "b", retained: false, until: null });

test.each<[string, Window, number | null]>([
  ["a day", DAY, Date.parse("2026-11-21T00:00:00Z")],
  ["24 hours", { kind: "rolling", length_ms: DAY_MS }, AT + DAY_MS],
  ["for ever", { kind: "lifetime" }, null],
])("a budget whose window was %s is kept beside its successor to the window's end", (_name, window, until) => {
  const successor = budget({ window: { kind: "calendar", unit: "month", zone: "UTC" } });
  const after = succeed([inForce({ window })], [successor], { at: AT, seq: 7, offsetAt: () => 0 });
  expect(after).toEqual([
    { budget: successor, id: "b", retained: false, until: null },
    { budget: budget({ window, id: "b~7" }), id: "b", retained: true, until },
  ]);
  if (until === null) return;
  expect(inForceAt(after, until - 1)).toHaveLength(2);
  expect(inForceAt(after, until)).toHaveLength(1);
});

test("another limit, a limit on each request, and no successor end a budget at once", () => {
  const change = { at: AT, seq: 7, offsetAt: () => 0 };
  expect(succeed([inForce({})], [budget({ limit: "5" })], change)).toEqual([inForce({ limit: "5" })]);
  expect(succeed([inForce({ window: { kind: "per_request" } })], [budget()], change)).toEqual([inForce({})]);
  expect(succeed([inForce({})], [], change)).toEqual([]);
});

test("a budget that is kept survives further changes, and ends with the removal of its id", () => {
  const [first, second] = [inForce({}), budget({ window: { kind: "lifetime" } })];
  const changed = succeed([first], [second], { at: AT, seq: 7, offsetAt: () => 0 });
  const again = succeed(changed, [{ ...second, limit: "1" }], { at: AT + 1, seq: 8, offsetAt: () => 0 });
  expect(again.filter(({ retained }) => retained)).toEqual(changed.filter(({ retained }) => retained));
  expect(succeed(again, [budget({ id: "other" })], { at: AT + 2, seq: 9, offsetAt: () => 0 })).toHaveLength(1);
});

function budget(some: Partial<Budget> = {}): Budget {
  const measure = { kind: "amount", unit: "USD" } as const;
  return { id: "b", measure, limit: "100", soft_limit: "80", window: DAY, per: [], filters: {}, ...some };
}
