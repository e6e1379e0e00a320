import { expect, test } from "vitest";
import { type Budget, keysOf, sharesOf } from "./budget.ts";
import { wouldExceed } from "./budget-room.ts";
import { toUnits } from "./exact.ts";
import type { Dimensions, Movement } from "./movement.ts";
import { ZERO } from "./total.ts";
import type { Window } from "./window.ts";

const DAY: Window = { kind: "calendar", unit: "day", zone: "UTC" };

function budget(some: Partial<Budget> = {}): Budget {
  const measure = { kind: "amount", unit: "USD" } as const;
  return { id: "b", measure, limit: "100", soft_limit: "80", window: DAY, per: [], filters: {}, ...some };
}

function moves(dimensions: Dimensions, amounts: Movement["amounts"] = { USD: "1" }): Movement {
  return { amounts, dimensions };
}

test.each<[string, Partial<Budget>, Movement, readonly string[] | "unknown"]>([
  ["no dimensions: one balance", {}, moves({}), ["[]"]],
  ["one for each payee", { per: ["payee"] }, moves({ payee: "x" }), ['["x"]']],
  ["one for each pair", { per: ["tenant", "payee"] }, moves({ payee: "x", tenant: "t" }), ['["t","x"]']],
  ["one for each group of many", { per: ["group"] }, moves({ group: ["g", "h", "g"] }), ['["g"]', '["h"]']],
  ["a payee that is not known", { per: ["payee"] }, moves({}), "unknown"],
  ["no payee", { per: ["payee"] }, moves({ payee: null }), "unknown"],
  ["in no group", { per: ["group"] }, moves({ group: [] }), "unknown"],
  ["a filter that passes", { filters: { tool: ["pay", "buy"] } }, moves({ tool: "buy" }), ["[]"]],
  ["a filter that fails", { filters: { tool: ["pay"] } }, moves({ tool: "buy" }), []],
  ["a filter on nothing", { filters: { tool: ["pay"] } }, moves({ tool: null }), []],
  ["a filter on what is not known", { filters: { tool: ["pay"] } }, moves({}), "unknown"],
  ["one filter fails, another is unknown", { filters: { tool: ["pay"], chain: ["1"] } }, moves({ chain: "2" }), []],
  ["a filter fails, per is unknown", { filters: { tool: ["pay"] }, per: ["payee"] }, moves({ tool: "buy" }), []],
  ["nothing of value", {}, moves({}, null), []],
  ["nothing of value, counted", { measure: { kind: "count" } }, moves({}, null), ["[]"]],
  ["a dimension of Object.prototype", { per: ["constructor" as "payee"] }, moves({}), "unknown"],
])("%s", (_name, some, movement, keys) => {
  expect(keysOf(budget(some), movement)).toEqual(keys);
});

test("a value that is not known in the budget's unit is unknown, not nothing", () => {
  const { known } = sharesOf(budget(), [moves({}, { EUR: "5" }), moves({}, { USD: "2" })]);
  expect(known).toEqual([{ key: "[]", asked: { units: toUnits("2"), unknown: 1 } }]);
});

test.each([
  ["0", "within"],
  ["70", "within"],
  ["70.000000000000000000000000000000000001", "warning"],
  ["90", "warning"],
  ["90.000000000000000000000000000000000001", "exceeded"],
])("with 7 spent and 3 reserved, %s more is %s of 100, softly 80", (amount, kind) => {
  const [spent, reserved] = [
    { units: toUnits("7"), unknown: 0 },
    { units: toUnits("3"), unknown: 0 },
  ];
  const candidate = { units: toUnits(amount), unknown: 0 };
  expect(wouldExceed(budget(), { spent, reserved, candidate }).kind).toBe(kind);
});

test("an unknown part anywhere makes the verdict unknown, unless the rest exceeds already", () => {
  const missing = { units: 0n, unknown: 1 };
  const [none, much] = [ZERO, { units: toUnits("101"), unknown: 0 }];
  const kinds = [
    { spent: missing, reserved: none, candidate: none },
    { spent: none, reserved: missing, candidate: none },
    { spent: none, reserved: none, candidate: missing },
    { spent: missing, reserved: much, candidate: none },
  ].map((standing) => wouldExceed(budget(), standing).kind);
  expect(kinds).toEqual(["unknown", "unknown", "unknown", "exceeded"]);
});
