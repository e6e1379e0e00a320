/** Random budgets, movements and events, over few values, so that they meet. */

import type { Event } from "../../src/budget/reservation.ts";
import type { Budget, Measure } from "../../src/kernel/budget.ts";
import type { Dimension, Dimensions, Movement } from "../../src/kernel/movement.ts";
import type { Window } from "../../src/kernel/window.ts";
import { type Choice, once, pick, several } from "./choice.ts";

const HOUR_MS = 3_600_000;

const OWNER = { principal: "a", tenant: null };

const WINDOWS: readonly Window[] = [
  { kind: "per_request" },
  { kind: "lifetime" },
  { kind: "rolling", length_ms: HOUR_MS },
  { kind: "rolling", length_ms: 30 * HOUR_MS },
  { kind: "calendar", unit: "hour", zone: "half" },
  { kind: "calendar", unit: "day", zone: "utc" },
  { kind: "calendar", unit: "day", zone: "half" },
  { kind: "calendar", unit: "week", zone: "utc" },
];

const MEASURES: readonly Measure[] = [
  { kind: "count" },
  { kind: "amount", unit: "USD" },
  { kind: "amount", unit: "EUR" },
];

export const VALUES: Readonly<Partial<Record<Dimension, readonly string[]>>> = {
  principal: ["a", "b"],
  payee: ["x", "y", "z"],
  group: ["g", "h"],
};

const DIMENSIONS: readonly Dimension[] = ["principal", "payee", "group"];

/** Zones of the tests: UTC, and one half an hour ahead. */
export function offsetAt(zone: string): number {
  return zone === "half" ? HOUR_MS / 2 : 0;
}

export function budget(choice: Choice, id: string): Budget {
  return {
    id,
    measure: pick(choice, MEASURES),
    limit: String(1 + choice(20)),
    soft_limit: null,
    window: pick(choice, WINDOWS),
    per: DIMENSIONS.filter(() => once(choice, 2)),
    filters: Object.fromEntries(
      DIMENSIONS.filter(() => once(choice, 4)).map((name) => [name, [pick(choice, VALUES[name]!)]]),
    ),
  };
}

export function movement(choice: Choice): Movement {
  const amounts = { USD: cents(choice), ...(once(choice, 12) ? {} : { EUR: cents(choice) }) };
  return { amounts: once(choice, 10) ? null : amounts, dimensions: dimensions(choice) };
}

/** The events that can happen to one of a few decisions; what does not fit is to be refused. */
export function event(choice: Choice, at: number): Event {
  const decision = `d${choice(10)}`;
  const by = once(choice, 12) ? "other" : "guard";
  const movements = several(choice, [0, 3], movement);
  const evidence = once(choice, 2) ? "nonce used" : null;
  return pick<Event>(choice, [
    { kind: "reserved", decision, at, movements, expires_at: at + choice(4) * HOUR_MS, guard: "guard", owner: OWNER },
    { kind: "reserved", decision, at, movements, expires_at: at + 30 * HOUR_MS, guard: "guard", owner: OWNER },
    { kind: "claimed", decision, at, by },
    { kind: "claimed", decision, at, by },
    { kind: "executed", decision, at, by, movements },
    { kind: "executed", decision, at, by, movements },
    { kind: "failed", decision, at, by },
    { kind: "signed", decision, at, by, usable_until: once(choice, 3) ? null : at + choice(3) * HOUR_MS },
    { kind: "released", decision, at, evidence },
    { kind: "expired", decision, at },
  ]);
}

function cents(choice: Choice): string {
  return String(choice(500) / 100);
}

/** Now and then several values, none, or not known. */
function dimensions(choice: Choice): Dimensions {
  const some = DIMENSIONS.filter(() => !once(choice, 25)).map((name) => {
    const values = VALUES[name]!;
    if (once(choice, 25)) return [name, null];
    return [name, once(choice, 5) ? values.slice(0, 2) : pick(choice, values)];
  });
  return Object.fromEntries(some);
}
