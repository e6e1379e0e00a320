/** Looking a budget up with 100 and with 1,000,000 past movements, in turn; fails when the second is not as cheap. */

import { createState } from "../dist/budget/state.js";
import { median, timeSync } from "./timing.mjs";

const FEW = 100;
const MANY = 1_000_000;
const ROUNDS = 7;
const MOST = 1.5;
const START_AT = Date.UTC(2026, 0, 1);

const WINDOWS = {
  "rolling, all within": { kind: "rolling", length_ms: 365 * 86_400_000 },
  "rolling, most gone": { kind: "rolling", length_ms: 1000 },
  "calendar year": { kind: "calendar", unit: "year", zone: "UTC" },
  lifetime: { kind: "lifetime" },
};

for (const [name, window] of Object.entries(WINDOWS)) {
  for (const payees of [1, 50]) {
    const lookUps = [lookUpAfter(FEW, window, payees), lookUpAfter(MANY, window, payees)];
    const rounds = Array.from({ length: ROUNDS }, () => lookUps.map((lookUp) => timeSync(lookUp, [0])));
    const ratio = median(rounds.map(([few, many]) => many / few));
    const [few, many] = [0, 1].map((which) => median(rounds.map((round) => round[which])));
    const line = `${name}, ${payees} payees: ${few.toFixed(0)} ns, ${many.toFixed(0)} ns, ratio ${ratio.toFixed(2)}`;
    console.log(ratio <= MOST ? line : `${line}: more than ${MOST}`);
    if (ratio > MOST) process.exitCode = 1;
  }
}

function lookUpAfter(count, window, payees) {
  const budget = { ...{ id: "b", limit: "1", soft_limit: null, window }, ...{ per: ["payee"], filters: {} } };
  budget.measure = { kind: "amount", unit: "USD" };
  const state = createState(() => 0);
  state.cover([budget], () => past(count, payees));
  let now = START_AT + count;
  return () => state.balanceAt(budget, '["p0"]', now++);
}

function* past(count, payees) {
  for (let i = 0; i < count; i++) {
    yield { at: START_AT + i, movements: [{ amounts: { USD: "0.01" }, dimensions: { payee: `p${i % payees}` } }] };
  }
}
