/** Durable decisions through the engine, beside a bare insert loop of the same rows and the disk's fdatasync rate. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inChild, inFolder } from "./child.mjs";
import { significant } from "./report.mjs";
import { atLeast, middle, ratio } from "./section.mjs";

const steps = ["callers", "bare", "caller"];

/** Measures in rounds, each step in its own process; the bare loop writes what 256 callers wrote. */
export async function measureDurable({ rounds, log }) {
  const measured = [];
  for (let round = 0; round < rounds * 2 - 1; round += 1)
    measured.push(await inFolder((folder) => measureRound(folder, log)));
  const of = (step) => (round) => round[step];
  const row = (name, step) => [
    name,
    significant(middle(measured, of(step))),
    significant(ratio(measured, of(step), of("bare"))),
    significant(ratio(measured, of(step), of("fdatasync"))),
  ];
  return [
    {
      title: "Durable decisions",
      note: "The bare loop inserts the very rows of the engine's ledger: same driver, columns, bytes and thread.",
      columns: ["what", "a second", "over the bare loop", "over fdatasync"],
      rows: [
        row("append 512 B and fdatasync", "fdatasync"),
        row("bare prepared inserts, batches of 1,000", "bare"),
        row("engine, 256 callers", "callers"),
        row("engine, one caller", "caller"),
      ],
      cells: measured,
      demands: [
        atLeast("256 callers over the bare insert loop", ratio(measured, of("callers"), of("bare")), 0.4),
        atLeast(
          "256 callers: entries in the time of one fdatasync",
          ratio(measured, of("callers"), of("fdatasync")),
          10,
          "",
        ),
        atLeast("one caller over the disk's fdatasync rate", ratio(measured, of("caller"), of("fdatasync")), 0.75),
      ],
    },
  ];
}

async function measureRound(folder, log) {
  const round = {};
  for (const step of steps) {
    log(`durable: ${step}`);
    mkdirSync(join(folder, step));
    Object.assign(round, await inChild("durable-cell.mjs", [step, folder]));
  }
  return round;
}
