/** What is demanded of decisions by Cedar policies, as ratios of figures of the same round. */

import { SIDES } from "./decide-demand.mjs";
import { atLeast, atMost, least, middle, ratio, worst } from "./section.mjs";
import { sizes } from "./workloads.mjs";

/** How many times faster than cedar-wasm, by size. */
const LEADS = [
  [10, 300],
  [1000, 8000],
  [10000, 50000],
];
const CASL_LEAD = 10;

/** The demands on the rounds of decide.mjs. */
export function cedarDemands(rounds) {
  const time = (engine, workload, size, side) => (round) => round(engine, workload, size)[side];
  const lead = (peer, workload, size) =>
    least(SIDES.map((side) => ratio(rounds, time(peer, workload, size, side), time("writ", workload, size, side))));
  const overFloor = sizes.map((size) =>
    ratio(rounds, time("writ", "w2", size, "hit_ns"), time("floor", "w2", size, "hit_ns")),
  );
  const growth = (workload, side) =>
    ratio(rounds, time("writ", workload, 10000, side), time("writ", workload, 10, side));
  const each = worst(SIDES.map((side) => middle(rounds, time("writ", "w2u", 10000, side)))) / 10000;
  return [
    ...LEADS.map(([size, bound]) =>
      atLeast(
        `W2 at ${size.toLocaleString("en")}: cedar-wasm's time over decide's, worse side`,
        lead("cedar-wasm", "w2", size),
        bound,
      ),
    ),
    atLeast(
      "W2: CASL's time over decide's, worst size and side",
      least(sizes.map((size) => lead("casl", "w2", size))),
      1,
    ),
    atLeast("W2 at 1,000: CASL's time over decide's, worse side", lead("casl", "w2", 1000), CASL_LEAD),
    atMost("W2: decide's hit over the floor's hit, worst size", worst(overFloor), 5),
    ...["w2", "w2g"].map((workload) =>
      atMost(
        `${workload.toUpperCase()}: decide's time at 10,000 over that at 10, worse side`,
        worst(SIDES.map((side) => growth(workload, side))),
        1.5,
      ),
    ),
    atMost("W2U: decide's time for each of 10,000 policies without a scope", each / 1000, 0.2, "µs"),
    atLeast("W2U at 10,000: cedar-wasm's time over decide's, worse side", lead("cedar-wasm", "w2u", 10000), 20),
  ];
}
