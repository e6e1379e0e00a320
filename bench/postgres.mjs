/** Durable decisions on PostgreSQL: one engine beside bare inserts, two engines on two ledgers and on one. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../test/postgres/server.mjs";
import { inChild, inFolder } from "./child.mjs";
import { significant } from "./report.mjs";
import { atLeast, atMost, middle, ratio } from "./section.mjs";

/** Until two engines have loaded their policies and warmed up. */
const TOGETHER_MS = 3000;

/** Measures in rounds, each step in processes of its own, on a server that is started for it. */
export async function measurePostgres({ rounds, log }) {
  const server = await startServer();
  try {
    const measured = [];
    for (let round = 0; round < rounds; round += 1)
      measured.push(await inFolder((folder) => measureRound({ server, folder, round, log })));
    return [sectionOf(measured)];
  } finally {
    await server.remove();
  }
}

async function measureRound({ server, folder, round, log }) {
  /** The sum of the rates of one process a ledger; processes on one ledger share its key. */
  const together = async (step, ledgers) => {
    log(`postgres: ${step} ${ledgers}`);
    const start = ledgers.length > 1 ? Date.now() + TOGETHER_MS : 0;
    const cells = ledgers.map((ledger) => {
      mkdirSync(join(folder, ledger), { recursive: true });
      return inChild("postgres-cell.mjs", [step, server.url(`${ledger}-${round}`), join(folder, ledger), start]);
    });
    const rates = (await Promise.all(cells)).map(({ rate }) => rate);
    return rates.reduce((sum, rate) => sum + rate);
  };
  const alone = async (step, ledger) => {
    log(`postgres: ${step} ${ledger}`);
    mkdirSync(join(folder, ledger));
    return inChild("postgres-cell.mjs", [step, server.url(`${ledger}-${round}`), join(folder, ledger), 0]);
  };
  return {
    callers: await together("callers", ["one"]),
    beside: await alone("bare", `bare${round}`),
    caller: await together("caller", ["single"]),
    two: await together("callers", ["left", "right"]),
    same: await together("callers", ["same", "same"]),
    wait: await alone("held", "free"),
  };
}

function sectionOf(measured) {
  const of = (step) => (round) => round[step];
  const bare = (round) => round.beside.bare;
  const row = (name, step) => [
    name,
    significant(middle(measured, of(step))),
    significant(ratio(measured, of(step), of("callers"))),
  ];
  return {
    title: "Durable decisions on PostgreSQL",
    note: "Bare inserts send the very rows of the engine's ledger in batches of 256 over one connection.",
    columns: ["what", "a second", "over one engine"],
    rows: [
      ["bare inserts, batches of 256", significant(middle(measured, bare)), ""],
      [
        "one engine, 256 callers, in turn with them",
        significant(middle(measured, (round) => round.beside.callers)),
        "",
      ],
      row("one engine, 256 callers", "callers"),
      row("one engine, one caller", "caller"),
      row("two engines of 256 callers, two ledgers", "two"),
      row("two engines of 256 callers, one ledger", "same"),
    ],
    cells: measured,
    demands: [
      atLeast(
        "256 callers over bare inserts on PostgreSQL",
        ratio(measured, (round) => round.beside.callers, bare),
        0.45,
      ),
      atLeast("two engines on two ledgers over one", ratio(measured, of("two"), of("callers")), 1.25),
      atLeast("two engines on one ledger over one", ratio(measured, of("same"), of("callers")), 0.7),
      atMost(
        "p99 of a caller while another ledger is held",
        ratio(
          measured,
          (round) => round.wait.beside,
          (round) => round.wait.alone,
        ),
        1.5,
      ),
    ],
  };
}
