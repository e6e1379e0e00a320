/** Decisions in process: Writ, a floor and its peers at 10 to 10,000 rules, hit and miss. */

import { cedarDemands } from "./cedar-demand.mjs";
import { inChild } from "./child.mjs";
import { decisionDemands } from "./decide-demand.mjs";
import { engines } from "./peers/index.mjs";
import { nanoseconds } from "./report.mjs";
import { middle } from "./section.mjs";
import { cedarWorkloads, sizes, workloads } from "./workloads.mjs";

const titles = {
  w1: "W1 tool calls: a quarter tool wildcards, half exact tools with a path glob, a quarter exact tools",
  w1h: "W1H tool calls: all rules on one tool, only the argument glob differs",
  w2: "W2 Cedar: principal, action and resource by name, an amount below a limit, not blocked",
  w2g: "W2G Cedar: the principal is below ten groups, a policy names one of them",
  w2u: "W2U Cedar: no scope, so that every policy must be looked at",
  w3: "W3 payments: tenant, action, currency and limit",
};

/** Decisions by rules that are written in TOML. */
export function measureDecisions(settings) {
  const names = Object.keys(workloads).filter((name) => !cedarWorkloads.includes(name));
  return measureAll(names, decisionDemands, settings);
}

/** Decisions by policies that are written in Cedar. */
export function measureCedar(settings) {
  return measureAll(cedarWorkloads, cedarDemands, settings);
}

/** Measures every engine, workload and size, each in its own process, rounds outermost. */
async function measureAll(names, demandsOn, { rounds, log }) {
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measureRound(names, round, log));
  return [
    ...names.map((workload) => workloadSection(measured, workload)),
    { title: "Demands on decisions", demands: demandsOn(measured) },
  ];
}

/** A round is a function from engine, workload and size to its figures (an empty object if it could not run). */
async function measureRound(names, round, log) {
  const cells = new Map();
  for (const [engine, workload, size] of allCells(names)) {
    const key = `${engine} ${workload} ${size}`;
    log(`round ${round + 1}: ${key}`);
    cells.set(key, await inChild("decide-cell.mjs", [engine, workload, size]).catch((error) => failed(error, log)));
  }
  return (engine, workload, size) => cells.get(`${engine} ${workload} ${size}`) ?? {};
}

/** The engines of one workload and size follow each other, so that a ratio compares neighbours in time. */
function* allCells(names) {
  for (const workload of names)
    for (const size of sizes) for (const engine of enginesOf(workload)) yield [engine, workload, size];
}

function enginesOf(workload) {
  return Object.keys(engines).filter((engine) => engines[engine].workloads.includes(workload));
}

function failed(error, log) {
  log(`not measured: ${error.message}`);
  return {};
}

function workloadSection(rounds, workload) {
  const rows = enginesOf(workload).map((engine) => {
    const figure = (size, name) => middle(rounds, (round) => round(engine, workload, size)[name]);
    const times = sizes.map(
      (size) => `${nanoseconds(figure(size, "hit_ns"))} / ${nanoseconds(figure(size, "miss_ns"))}`,
    );
    const loadMs = nanoseconds(scaled(figure(10000, "load_ms"), 1e6));
    return [engine, ...times, loadMs, megabytes(figure(10000, "heap_bytes"))];
  });
  const columns = ["engine", ...sizes.map((size) => `${size.toLocaleString("en")} rules`), "load 10,000", "heap MB"];
  const cells = rounds.flatMap((round, number) => cellsOf(round, number, workload));
  return { title: titles[workload], note: "Hit / miss, median time of one decision.", columns, rows, cells };
}

/** Every figure of every round, for results.json. */
function cellsOf(round, number, workload) {
  return enginesOf(workload).flatMap((engine) =>
    sizes.map((size) => ({ round: number, workload, engine, size, ...round(engine, workload, size) })),
  );
}

function scaled(number, factor) {
  return number === null ? null : number * factor;
}

function megabytes(bytes) {
  return bytes === null ? "–" : (bytes / 1e6).toFixed(1);
}
