/** Durable decisions through the engine, beside a bare insert loop of the same rows and the disk's fdatasync rate. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inChild, inFolder } from "./child.mjs";
import { significant } from "./report.mjs";
import { atLeast, middle, ratio } from "./section.mjs";

/** Decisions that reserve nothing, and decisions that reserve an amount in one of four budgets. */
const kinds = [
  { what: "plain", title: "Durable decisions", between: [], bare: 0.4, fdatasync: 10, one: 0.75 },
  { what: "budget", title: "Durable decisions that reserve a budget", between: [8, 64], bare: 0.3, one: 0.7 },
];

/** Measures in rounds, each step in its own process; the bare loop writes what 256 callers wrote. */
export async function measureDurable({ rounds, log }) {
  const sections = [];
  for (const kind of kinds) {
    const measured = [];
    for (let round = 0; round < rounds * 2 - 1; round += 1)
      measured.push(await inFolder((folder) => measureRound(kind, folder, log)));
    sections.push(sectionOf(kind, measured));
  }
  return sections;
}

async function measureRound({ what, between }, folder, log) {
  const round = {};
  for (const step of ["callers", "bare", "caller", ...between.map(String)]) {
    log(`durable: ${what} ${step}`);
    mkdirSync(join(folder, step));
    Object.assign(round, await inChild("durable-cell.mjs", [step, folder, what]));
  }
  return round;
}

function sectionOf(kind, measured) {
  const of = (step) => (round) => round[step];
  const row = (name, step) => [
    name,
    significant(middle(measured, of(step))),
    significant(ratio(measured, of(step), of("bare"))),
    significant(ratio(measured, of(step), of("fdatasync"))),
  ];
  return {
    title: kind.title,
    note: "The bare loop inserts the very rows of the engine's ledger: same driver, columns, bytes and thread.",
    columns: ["what", "a second", "over the bare loop", "over fdatasync"],
    rows: [
      row("append 512 B and fdatasync", "fdatasync"),
      row("bare prepared inserts, batches of 1,000", "bare"),
      row("engine, 256 callers", "callers"),
      ...kind.between.toReversed().map((count) => row(`engine, ${count} callers`, String(count))),
      row("engine, one caller", "caller"),
    ],
    cells: measured,
    demands: demandsOf(kind, measured),
  };
}

function demandsOf({ what, bare, fdatasync, one }, measured) {
  const over = (step, base) =>
    ratio(
      measured,
      (round) => round[step],
      (round) => round[base],
    );
  const name = (text) => (what === "plain" ? text : `${what}: ${text}`);
  const together = atLeast(
    name("256 callers: entries in the time of one fdatasync"),
    over("callers", "fdatasync"),
    fdatasync,
    "",
  );
  return [
    atLeast(name("256 callers over the bare insert loop"), over("callers", "bare"), bare),
    ...(fdatasync === undefined ? [] : [together]),
    atLeast(name("one caller over the disk's fdatasync rate"), over("caller", "fdatasync"), one),
  ];
}
