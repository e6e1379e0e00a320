/**
 * Pays from a budget until it has had its turns or is killed: `node budget-child.mjs DIST STATE GUARD PREFIX TURNS SPELL`.
 *
 * After SPELL turns it closes the ledger, so that others who wait for the file may write it, and opens it again. Says
 * `? ID` before it asks and `! ID SEQ HASH` when it was answered, then `c DECISION` and `o DECISION STATUS` of what
 * it was told of claims and outcomes, and `- CODE` of what could not be recorded.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, state, guard, prefix, turns, spell] = process.argv.slice(2);
const { openEngine } = await import(pathToFileURL(join(dist, "engine.js")).href);
const CALLERS = 4;
const UNRECORDED = ["engine.in_doubt", "engine.ledger_unavailable"];
const say = (line) => writeSync(1, `${line}\n`);
const below = (n) => Math.floor(Math.random() * n);
const elapse = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let turn = 0;
let engine;

/** Waits for its turn to write. */
async function open() {
  for (;;) {
    try {
      return await openEngine({ policies: ["policy.toml"], state });
    } catch (error) {
      if (error.code !== "locked") throw error;
      await elapse(2 + below(10));
    }
  }
}

/** What an earlier life of this guard claimed, and never told of, did not happen. */
async function settle() {
  const mine = engine.open().filter((ticket) => ticket.guard === guard && ticket.phase === "claimed");
  for (const { decision } of mine) await report(decision, { status: "failed" });
}

async function report(decision, told) {
  const { ok, code } = await engine.outcome(decision, { ...told, guard });
  if (ok) say(`o ${decision} ${told.status}`);
  else if (UNRECORDED.includes(code)) say(`- ${code}`);
  else throw new Error(`the outcome of ${decision} was refused: ${code}`);
}

async function pay() {
  const id = `${prefix}-${turn++}`;
  const amount = (1 + below(2000)) / 100;
  say(`? ${id}`);
  const call = { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", currency: "USD", id };
  const answer = await engine.decide({ ...call, amount: amount.toFixed(2) }, { guard });
  if (answer.entry === null) return say(`- ${answer.deny_code}`);
  say(`! ${id} ${answer.entry.seq} ${answer.entry.hash}`);
  if (answer.decision === "allow") await act(answer.id, amount);
}

/** Some do not act, some say so; nobody claims twice, nor what is another's. */
async function act(decision, amount) {
  const way = below(10);
  if (way === 0) return;
  if (way === 1) return void (await engine.release(decision, { guard }));
  const claims = await Promise.all([decision, decision].map((one) => engine.claim(one, { guard })));
  const foreign = await engine.claim(decision, { guard: `not ${guard}` });
  if (foreign.ok || claims.every(({ ok }) => ok)) throw new Error(`${decision} was claimed more than once`);
  if (!claims.some(({ ok }) => ok)) return;
  say(`c ${decision}`);
  if (way === 2) return await report(decision, { status: "failed" });
  if (way > 5) return await report(decision, { status: "executed" });
  const moved = (Math.ceil(amount * 50) / 100).toFixed(2);
  await report(decision, { status: "executed", movements: [{ amounts: { USD: moved } }] });
}

async function caller(end) {
  while (turn < end) await pay();
}

say("begin");
while (turn < Number(turns)) {
  engine = await open();
  await settle();
  const end = Math.min(Number(turns), turn + Number(spell));
  await Promise.all(Array.from({ length: CALLERS }, () => caller(end)));
  await settle();
  await engine.close();
  await elapse(below(10));
}
