/** One rate, a second, in a process of its own: `fdatasync`, `callers`, `bare` or `caller`, and the round's folder. */

import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { callUntil, entryTable, openLedger, stateOf } from "./ledger.mjs";

const WARM_UP_MS = 300;
const MEASURE_MS = 1200;
const BATCH = 1000;

const [step, folder] = process.argv.slice(2);
const own = join(folder, step);
const rate = await { fdatasync, callers: () => decisions(256), bare, caller: () => decisions(1) }[step]();
console.log(JSON.stringify({ rate }));

async function decisions(callers) {
  const ledger = await openLedger(own);
  await callUntil(ledger, callers, untilMs(WARM_UP_MS));
  const start = performance.now();
  const answered = await callUntil(ledger, callers, untilMs(MEASURE_MS));
  const seconds = (performance.now() - start) / 1000;
  await ledger.engine.close();
  return answered / seconds;
}

/** Inserts the rows that 256 callers left, again and again into new files; the first is the warm-up. */
function bare() {
  const table = readTable(stateOf(join(folder, "callers")));
  insertAll(table, join(own, "0.db"));
  let inserted = 0;
  let ms = 0;
  for (let number = 1; ms < MEASURE_MS; number += 1) {
    ms += insertAll(table, join(own, `${number}.db`));
    inserted += table.rows.length;
  }
  return (inserted / ms) * 1000;
}

function readTable(file) {
  const database = new Database(file);
  const { name, sql } = entryTable(database);
  const select = database.prepare(`select * from "${name}"`).raw();
  const { page_size: pageSize } = database.prepare("pragma page_size").get();
  const table = { name, sql, pageSize, columns: select.columns(), rows: select.all() };
  database.close();
  return table;
}

function insertAll({ name, sql, columns, rows, pageSize }, file) {
  const database = new Database(file);
  database.exec(`pragma page_size = ${pageSize}; pragma journal_mode = wal; pragma synchronous = full; ${sql};`);
  const places = columns.map(() => "?").join(", ");
  const insert = database.prepare(
    `insert into "${name}" (${columns.map((column) => column.name).join(", ")}) values (${places})`,
  );
  const insertBatch = database.transaction((batch) => {
    for (const row of batch) insert.run(...row);
  });
  const start = performance.now();
  for (let from = 0; from < rows.length; from += BATCH) insertBatch(rows.slice(from, from + BATCH));
  const ms = performance.now() - start;
  database.close();
  return ms;
}

function fdatasync() {
  const file = openSync(join(own, "probe"), "w");
  const bytes = Buffer.alloc(512, 1);
  let count = 0;
  const proceed = untilMs(MEASURE_MS);
  const start = performance.now();
  for (; proceed(); count += 1) {
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  const seconds = (performance.now() - start) / 1000;
  closeSync(file);
  return count / seconds;
}

function untilMs(ms) {
  const end = performance.now() + ms;
  return () => performance.now() < end;
}
