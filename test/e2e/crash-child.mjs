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

const CALLS = [
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
    const { entry, deny_code } = await CALLS[(caller + turn) % CALLS.length](id);
    if (entry === null) throw new Error(`not recorded: ${deny_code}`);
    say(`! ${id} ${entry.seq} ${entry.hash}`);
    // Commits are synchronous; now and then the timer of the checkpoints has to have its turn.
    if (turn % 16 === caller) await new Promise(setImmediate);
  }
}

say("open");
setInterval(() => engine.checkpoint(), 9);
await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(caller)));
