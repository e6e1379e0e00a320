/** `fill FOLDER COUNT` leaves a ledger of at least so many entries; `read FOLDER` reads and hashes its rows. */

import { hash } from "node:crypto";
import Database from "libsql";
import { callUntil, entryTable, openLedger, stateOf } from "./ledger.mjs";

const CALLERS = 256;

const [what, folder, count] = process.argv.slice(2);
console.log(JSON.stringify(await { fill, read }[what]()));

async function fill() {
  const ledger = await openLedger(folder);
  await callUntil(ledger, CALLERS, (answered) => answered < Number(count));
  await ledger.engine.close();
  return { stored: entryTable(new Database(stateOf(folder))).size };
}

function read() {
  const database = new Database(stateOf(folder));
  const { name } = entryTable(database);
  const start = performance.now();
  let rows = 0;
  for (const row of database.prepare(`select * from "${name}"`).raw().iterate()) {
    hash("sha256", row.join("|"), "hex");
    rows += 1;
  }
  return { rate: (rows / (performance.now() - start)) * 1000 };
}
