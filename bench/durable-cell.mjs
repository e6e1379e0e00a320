/**
 * Rates a second, by name, in a process of its own: `callers`, `bare`, `caller` or a number of callers; the round's folder;
 * and `plain` or `budget` for what is decided.
 */

import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { callUntil, entryTable, openBudgetLedger, openLedger, stateOf } from "./ledger.mjs";
import { median } from "./timing.mjs";

// One caller makes a few thousand decisions a second: until then V8 has not compiled all that they need.
const WARM_UP_MS = 2000;
const MEASURE_MS = 1200;
const SLICES = 12;
const CALLERS = 256;
const BATCH = 1000;
const BYTES = Buffer.alloc(512, 1);

const [step, folder, what] = process.argv.slice(2);
const open = { plain: openLedger, budget: openBudgetLedger }[what];
const own = join(folder, step);
const steps = { bare, caller, callers: () => callers(CALLERS) };
console.log(JSON.stringify(await (steps[step] ?? (() => callers(Number(step))))()));

async function callers(count) {
  const ledger = await open(own);
  await callUntil(ledger, count, untilMs(WARM_UP_MS));
  const rate = await rateOf((proceed) => callUntil(ledger, count, proceed), MEASURE_MS);
  await ledger.engine.close();
  return { [step]: rate };
}

/** One caller and the disk in turn, in slices: a disk that others use changes its mind within a second. */
async function caller() {
  const ledger = await open(own);
  const file = openSync(join(own, "probe"), "w");
  await callUntil(ledger, 1, untilMs(WARM_UP_MS));
  const rates = { fdatasync: [], caller: [] };
  for (let slice = 0; slice < SLICES; slice += 1) {
    rates.fdatasync.push(await rateOf((proceed) => appendUntil(file, proceed), MEASURE_MS / SLICES));
    rates.caller.push(await rateOf((proceed) => callUntil(ledger, 1, proceed), MEASURE_MS / SLICES));
  }
  closeSync(file);
  await ledger.engine.close();
  return { fdatasync: median(rates.fdatasync), caller: median(rates.caller) };
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
  return { bare: (inserted / ms) * 1000 };
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

function appendUntil(file, proceed) {
  let count = 0;
  for (; proceed(); count += 1) {
    writeSync(file, BYTES);
    fdatasyncSync(file);
  }
  return count;
}

/** What `work` did a second while it was let to go on for `ms`. */
async function rateOf(work, ms) {
  const start = performance.now();
  const done = await work(untilMs(ms));
  return (done / (performance.now() - start)) * 1000;
}

function untilMs(ms) {
  const end = performance.now() + ms;
  return () => performance.now() < end;
}
