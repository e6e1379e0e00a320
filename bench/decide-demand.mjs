/** What is demanded of decisions in process, as ratios of figures of the same round. */

import { engines, peers } from "./peers/index.mjs";
import { atLeast, atMost, least, middle, ratio, worst } from "./section.mjs";
import { sizes } from "./workloads.mjs";

export const SIDES = ["hit_ns", "miss_ns"];
/** A time below this is flat enough whatever its ratio: there caches and branches speak, not work. */
const FLAT_NS = 500;

/** The demands on the rounds of decide.mjs. */
export function decisionDemands(rounds) {
  const time = (engine, workload, size, side) => (round) => round(engine, workload, size)[side];
  return [
    ...["w1", "w3"].flatMap((workload) => floorDemands(rounds, workload, time)),
    ...[
      ["w1", 1.5],
      ["w3", 1.5],
      ["w1h", 2.5],
    ].map(([workload, bound]) => flatDemand(rounds, { workload, bound, time })),
    ...SIDES.map((side) =>
      atLeast(
        `W1 at 1,000: gemini-cli's time, ${sideName(side)}, over decide's`,
        ratio(rounds, time("gemini-cli", "w1", 1000, side), time("writ", "w1", 1000, side)),
        150,
      ),
    ),
    ...SIDES.map((side) =>
      atLeast(
        `W1H at 10,000: the fastest peer's time, ${sideName(side)}, over decide's`,
        ratio(rounds, (round) => fastestPeer(round, "w1h", 10000, side), time("writ", "w1h", 10000, side)),
        1500,
      ),
    ),
    ...["w1", "w1h", "w3"].flatMap((workload) => aheadDemands(rounds, workload, time)),
  ];
}

function floorDemands(rounds, workload, time) {
  const bounds = { hit_ns: 5, miss_ns: 3 };
  return SIDES.map((side) => {
    const atSize = (size) => ratio(rounds, time("writ", workload, size, side), time("floor", workload, size, "hit_ns"));
    const what = `${workload.toUpperCase()}: decide's ${sideName(side)} over the floor's hit, worst size`;
    return atMost(what, worst(sizes.map(atSize)), bounds[side]);
  });
}

function flatDemand(rounds, { workload, bound, time }) {
  const growth = SIDES.map((side) => {
    const flat = middle(rounds, time("writ", workload, 10000, side)) <= FLAT_NS && workload === "w1h";
    const grown = ratio(rounds, time("writ", workload, 10000, side), time("writ", workload, 10, side));
    return flat && grown !== null ? Math.min(grown, bound) : grown;
  });
  const or = workload === "w1h" ? " (or 0.5 µs)" : "";
  return atMost(
    `${workload.toUpperCase()}: decide's time at 10,000 over that at 10, worse side${or}`,
    worst(growth),
    bound,
  );
}

/** Apart at 10 rules, where a list is as good as an index. */
function aheadDemands(rounds, workload, time) {
  const lead = (size) =>
    SIDES.map((side) =>
      ratio(rounds, (round) => fastestPeer(round, workload, size, side), time("writ-call", workload, size, side)),
    );
  const what = (where) =>
    `${workload.toUpperCase()}, ${where}: the fastest peer's time over decide(call)'s, worse side`;
  const [few, ...more] = sizes;
  return [
    atLeast(what(`${few} rules`), least(lead(few)), 1),
    atLeast(what(`${more[0]} rules and more`), least(more.flatMap(lead)), 1),
  ];
}

/** The least time of the peers that were measured; NaN if a peer was not, since it might have been the fastest. */
function fastestPeer(round, workload, size, side) {
  const rivals = peers.filter((peer) => engines[peer].workloads.includes(workload));
  return Math.min(...rivals.map((peer) => round(peer, workload, size)[side]));
}

function sideName(side) {
  return side === "hit_ns" ? "hit" : "miss";
}
