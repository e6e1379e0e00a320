/** Rates a second on PostgreSQL, in a process of its own: `callers URL FOLDER START` or `bare URL FOLDER START`. */

import postgres from "postgres";
import { callUntil, openLedger } from "./ledger.mjs";
import { median } from "./timing.mjs";

const WARM_UP_MS = 500;
const MEASURE_MS = 3000;
const CALLERS = 256;
const BATCH = 256;
const SLICES = 20;

const [step, url, folder, start] = process.argv.slice(2);
console.log(JSON.stringify(await { callers, bare, held, caller: () => callers(1) }[step]()));

/** Engines that are measured together begin at the same time. */
async function callers(count = CALLERS) {
  const ledger = await openLedger(folder, url);
  await callUntil(ledger, count, until(Number(start) || Date.now() + WARM_UP_MS));
  const rate = await rateOf((proceed) => callUntil(ledger, count, proceed), MEASURE_MS);
  await ledger.engine.close();
  return { rate };
}

/** The 99th percentile of one caller's waits, alone and while the ledger `held` of the same database is held, in turn. */
async function held() {
  const ledger = await openLedger(folder, url);
  const sql = postgres(url.replace(/\?.*/, ""), { max: 1, onnotice: () => {} });
  await sql`INSERT INTO writ.ledgers (name) VALUES ('held') ON CONFLICT DO NOTHING`;
  await callUntil(ledger, 1, until(Date.now() + WARM_UP_MS));
  const waits = { alone: [], beside: [] };
  for (let slice = 0; slice < SLICES; slice += 1) {
    waits.alone.push(...(await waitsFor(ledger, MEASURE_MS / SLICES)));
    await sql.begin(async (held) => {
      await held`SELECT 1 FROM writ.ledgers WHERE name = 'held' FOR UPDATE`;
      waits.beside.push(...(await waitsFor(ledger, MEASURE_MS / SLICES)));
    });
  }
  await sql.end();
  await ledger.engine.close();
  return { alone: late(waits.alone), beside: late(waits.beside) };
}

async function waitsFor(ledger, ms) {
  const waits = [];
  let last = performance.now();
  await callUntil(ledger, 1, (answered) => {
    const now = performance.now();
    if (answered > 0) waits.push(now - last);
    last = now;
    return waits.reduce((sum, wait) => sum + wait, 0) < ms;
  });
  return waits;
}

function late(waits) {
  return waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)];
}

/** 256 callers and bare inserts of the rows they left, in turn: a machine that others use changes within a second. */
async function bare() {
  const ledger = await openLedger(folder, url);
  await callUntil(ledger, CALLERS, until(Date.now() + WARM_UP_MS));
  const sql = postgres(url.replace(/\?.*/, ""), { max: 1, fetch_types: false, onnotice: () => {} });
  const insertUntil = await bareInserts(sql);
  await insertUntil(until(Date.now() + WARM_UP_MS));
  const rates = { bare: [], callers: [] };
  for (let slice = 0; slice < SLICES; slice += 1) {
    rates.bare.push(await rateOf(insertUntil, MEASURE_MS / SLICES));
    rates.callers.push(await rateOf((proceed) => callUntil(ledger, CALLERS, proceed), MEASURE_MS / SLICES));
  }
  await sql.end();
  await ledger.engine.close();
  return { bare: median(rates.bare), callers: median(rates.callers) };
}

/** Inserts the rows of the ledger in batches while it may go on; resolves to their number. */
async function bareInserts(sql) {
  const name = new URL(url).searchParams.get("ledger");
  const rows = await sql`
    SELECT text FROM writ.entries, writ.ledgers WHERE ledger = id AND name = ${name} AND seq > 1 ORDER BY seq LIMIT 20480`;
  const texts = rows.map(({ text }) => text);
  await sql.unsafe(
    "DROP TABLE IF EXISTS bare; CREATE TABLE bare (ledger integer, seq bigint, text text NOT NULL, PRIMARY KEY (ledger, seq))",
  );
  let seq = 0;
  return async (proceed) => {
    const first = seq;
    for (; proceed(); seq += BATCH) {
      const from = seq % (texts.length - BATCH + 1);
      const lines = texts.slice(from, from + BATCH).join("\n");
      await sql`INSERT INTO bare SELECT 1, ${seq}::bigint + place - 1, line
        FROM unnest(string_to_array(${lines}, E'\\n')) WITH ORDINALITY AS lines (line, place)`;
    }
    return seq - first;
  };
}

/** What `work` did a second while it was let to go on for `ms`. */
async function rateOf(work, ms) {
  const begun = performance.now();
  const done = await work(until(Date.now() + ms));
  return (done / (performance.now() - begun)) * 1000;
}

function until(end) {
  return () => Date.now() < end;
}
