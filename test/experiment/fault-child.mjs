/**
 * Opens a ledger, pays three times, signs and closes, whatever fails: `node fault-child.mjs DIST STATE`.
 *
 * Says `? ID` before it asks, then `! ID SEQ HASH` when the answer was recorded or `- ID CODE` when it was denied for
 * want of that, `c DECISION` and `o DECISION` of what it was told of claims and outcomes, and at the end `closed` or
 * `x CODE` of why there is no engine.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, state] = process.argv.slice(2);
const { openEngine } = await import(pathToFileURL(join(dist, "engine.js")).href);
const say = (line) => writeSync(1, `${line}\n`);

async function pay(engine, turn) {
  const id = `f-${turn}`;
  say(`? ${id}`);
  const call = { kind: "action", action: "ACTION_PAYMENT_INITIATE", amount: "30", currency: "USD", id };
  const answer = await engine.decide({ ...call, idempotency_key: `key-${id}-000000000000` });
  if (answer.entry === null && answer.decision !== "deny") throw new Error(`${answer.decision} without an entry`);
  if (answer.entry === null) return say(`- ${id} ${answer.deny_code}`);
  say(`! ${id} ${answer.entry.seq} ${answer.entry.hash}`);
  if (!(await engine.claim(answer.id)).ok) return;
  say(`c ${answer.id}`);
  if ((await engine.outcome(answer.id, { status: "executed" })).ok) say(`o ${answer.id}`);
}

try {
  const engine = await openEngine({ policies: ["policy.toml"], state });
  say("open");
  for (let turn = 0; turn < 3; turn++) await pay(engine, turn);
  await engine.checkpoint().catch(() => undefined);
  await engine.close();
  say("closed");
} catch (error) {
  if (error.code === undefined) throw error;
  say(`x ${error.code}`);
}
