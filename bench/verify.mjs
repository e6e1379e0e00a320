/** `writ ledger verify` and `audit` of a long ledger, beside reading and hashing its rows. */

import { fileURLToPath } from "node:url";
import { dist, inChild, inFolder, timeNode } from "./child.mjs";
import { stateOf } from "./ledger.mjs";
import { significant } from "./report.mjs";
import { atLeast, middle, ratio } from "./section.mjs";

const commands = ["verify", "audit"];

/** Fills one ledger, then takes the two commands and the bare reading in turn; start-up is part of the time. */
export async function measureVerify({ rounds, quick, log }) {
  const entries = quick ? 50_000 : 200_000;
  return inFolder(async (folder) => {
    log(`verify: filling ${entries} entries`);
    const { stored } = await inChild("verify-cell.mjs", ["fill", folder, entries]);
    const measured = [];
    for (let round = 0; round < rounds; round += 1) measured.push(await measureRound(folder, stored, log));
    return [verifySection(measured, stored)];
  });
}

async function measureRound(folder, stored, log) {
  const rates = { read: (await inChild("verify-cell.mjs", ["read", folder])).rate };
  for (const command of commands) {
    log(`verify: ${command}`);
    const args = [fileURLToPath(dist("cli/main.js")), "ledger", command, "--state", stateOf(folder)];
    rates[command] = (stored / timeNode(args, { cwd: folder })) * 1000;
  }
  return rates;
}

function verifySection(rounds, stored) {
  const of = (what) => (round) => round[what];
  const row = (name, what) => [
    name,
    significant(middle(rounds, of(what))),
    significant(ratio(rounds, of(what), of("read"))),
  ];
  return {
    title: `Proof of a ledger of ${stored.toLocaleString("en")} entries`,
    columns: ["what", "entries a second", "over reading and hashing"],
    rows: [row("read and SHA-256 of each row", "read"), ...commands.map((each) => row(`writ ledger ${each}`, each))],
    cells: rounds,
    demands: [
      atLeast("ledger verify, entries a second", middle(rounds, of("verify")), 100_000, ""),
      atLeast("ledger audit, entries a second", middle(rounds, of("audit")), 40_000, ""),
    ],
  };
}
