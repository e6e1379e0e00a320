/** Long texts: 64 kB against 10,000 globs, and 16 kB of shell. */

import { inChild } from "./child.mjs";
import { nanoseconds, significant } from "./report.mjs";
import { atMost, middle, ratio, worst } from "./section.mjs";
import { globKinds, shellKinds } from "./texts.mjs";

const GROWTH = 2.2;
/** Doubling says nothing where the whole is shorter than this: it is then the fixed cost of a call that is measured. */
const FIXED_NS = 50_000;

const columns = (short, long) => ["text", short, long, "growth", `${short} over one look at each character`];

/** Measures each kind of text in its own process, rounds outermost. */
export async function measureText({ rounds, log }) {
  const globs = [];
  const shells = [];
  for (let round = 0; round < rounds; round += 1) {
    globs.push(await measureKinds({ what: "glob", kinds: globKinds, log }));
    shells.push(await measureKinds({ what: "shell", kinds: shellKinds, log }));
  }
  return [globSection(globs), shellSection(shells)];
}

async function measureKinds({ what, kinds, log }) {
  const figures = {};
  for (const kind of Object.keys(kinds)) {
    log(`${what}: ${kind}`);
    figures[kind] = await inChild("text-cell.mjs", [what, kind]).catch((error) => {
      log(`not measured: ${error.message}`);
      return {};
    });
  }
  return figures;
}

function globSection(rounds) {
  const slowest = (anchored) => {
    const kinds = Object.keys(globKinds).filter((kind) => globKinds[kind].anchored === anchored);
    return worst(kinds.map((kind) => middle(rounds, (round) => round[kind].short_ns)));
  };
  return {
    title: "64 kB of argument against 10,000 globs",
    columns: columns("64 kB", "128 kB"),
    rows: rowsOf(rounds, globKinds),
    cells: rounds,
    demands: [
      atMost("64 kB against 10,000 anchored globs, slowest kind", micro(slowest(true)), 50, "µs"),
      atMost("64 kB against 10,000 globs with inner literals, slowest kind", micro(slowest(false)), 2000, "µs"),
      atMost("64 kB against 10,000 globs: growth with twice the text, worst kind", growth(rounds, globKinds), GROWTH),
    ],
  };
}

function shellSection(rounds) {
  const slowest = worst(Object.keys(shellKinds).map((kind) => middle(rounds, (round) => round[kind].long_ns)));
  return {
    title: "16 kB of shell",
    note: "A line that is not understood is unknown to every rule; refusing it must be as quick as reading it.",
    columns: [...columns("8 kB", "16 kB"), "understood"],
    rows: rowsOf(rounds, shellKinds).map(([kind, ...rest]) => [
      kind,
      ...rest,
      rounds[0][kind].understood ? "yes" : "no",
    ]),
    cells: rounds,
    demands: [
      atMost("16 kB of shell, slowest kind", micro(slowest), 10_000, "µs"),
      atMost("16 kB of shell: growth with twice the text, worst kind", growth(rounds, shellKinds), GROWTH),
    ],
  };
}

function rowsOf(rounds, kinds) {
  return Object.keys(kinds).map((kind) => {
    const of = (name) => (round) => round[kind][name];
    return [
      kind,
      nanoseconds(middle(rounds, of("short_ns"))),
      nanoseconds(middle(rounds, of("long_ns"))),
      significant(ratio(rounds, of("long_ns"), of("short_ns"))),
      significant(ratio(rounds, of("short_ns"), of("scan_ns"))),
    ];
  });
}

function growth(rounds, kinds) {
  return worst(Object.keys(kinds).map((kind) => growthOf(rounds, kind)));
}

function growthOf(rounds, kind) {
  const grown = ratio(
    rounds,
    (round) => round[kind].long_ns,
    (round) => round[kind].short_ns,
  );
  const short = middle(rounds, (round) => round[kind].long_ns) <= FIXED_NS;
  return grown !== null && short ? Math.min(grown, GROWTH) : grown;
}

function micro(ns) {
  return ns === null ? null : ns / 1000;
}
