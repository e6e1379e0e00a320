/**
 * Decides calls until it is killed: `node crash-child.mjs DIST DIRECTORY PREFIX CALLERS`.
 *
 * Says `? ID` before it asks and `! ID SEQ HASH` when it was answered; each line is written before anything goes on.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, directory, prefix, callers] = process.argv.slice(2);
const { openEngine } = await import(pathToFileURL(join(dist, "engine.js")).href);
const engine = await openEngine({ policies: ["policy.toml"], state: "state/writ.db", cwd: directory });
const say = (line) => writeSync(1, `${line}\n`);

/** Pays, and acts on the allow as a guard does: sometimes not at all, sometimes without a word about it afterwards. */
async function pay(id, turn) {
  const call = { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", currency: "USD", id };
  const answer = await engine.decide({ ...call, amount: `${1 + (turn % 3)}.25`, idempotency_key: `key-${id}-0000000000` });
  if (answer.decision !== "allow" || turn % 5 === 0) return answer;
  const claimed = await engine.claim(answer.id);
  if (!claimed.ok) throw new Error(`not claimed: ${claimed.code}`);
  say(`c ${id} ${answer.id}`);
  if (turn % 4 === 0) return answer;
  const status = turn % 3 === 0 ? "failed" : "executed";
  const told = await engine.outcome(answer.id, { status });
  if (!told.ok) throw new Error(`not reported: ${told.code}`);
  say(`o ${id} ${answer.id} ${status}`);
  return answer;
}

const CALLS = [
  pay,
  (id) => engine.decide({ kind: "tool", tool: "read_file", args: [`notes/${id}.md`], id }),
  (id) => engine.decide({ kind: "tool", tool: "run_terminal_cmd", args: [`git status && rm -rf build/${id}`], id }),
  (id) => engine.decide({ kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount: "12.50", id }),
  (id) => engine.decideText(`{"kind":"tool","tool":"write_file","args":["a"],"id":"${id}"}`),
  (id) => engine.decide({ kind: "tool", tool: "no such name", id }),
  (id) => engine.decideText(`{"id":"${id}","kind":"tool",`),
];

async function call(caller) {
  for (let turn = 0; ; turn++) {
    const id = `${prefix}-${caller}-${turn}`;
    say(`? ${id}`);
    const { entry, deny_code } = await CALLS[(caller + turn) % CALLS.length](id, turn);
    if (entry === null) throw new Error(`not recorded: ${deny_code}`);
    say(`! ${id} ${entry.seq} ${entry.hash}`);
    // Commits are synchronous; now and then the timer of the checkpoints has to have its turn.
    if (turn % 16 === caller) await new Promise(setImmediate);
  }
}

say("open");
setInterval(() => engine.checkpoint(), 9);
await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(caller)));
