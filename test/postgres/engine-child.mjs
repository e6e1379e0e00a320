/**
 * Decides calls until its input ends or it is killed: `node engine-child.mjs DIST DIRECTORY STATE PREFIX CALLERS`.
 *
 * Says `? ID` before it asks; then `! ID SEQ HASH` when the decision was recorded, or `- ID MS` when it was denied because
 * it could not be, and how long that took. Every second call is a payment; of what it was told of claims and outcomes it
 * says `c DECISION` and `o DECISION`.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, cwd, state, prefix, callers] = process.argv.slice(2);
const { openEngine } = await import(pathToFileURL(join(dist, "engine.js")).href);
const engine = await openEngine({ policies: ["policy.toml"], state, cwd });
const say = (line) => writeSync(1, `${line}\n`);

const by = { guard: prefix };
const reading = (id) => ({ kind: "tool", tool: "read_file", args: [`${id}.md`], id });
const paying = (id, turn) => ({ kind: "action", action: "PAY", amount: `${1 + (turn % 7)}.25`, currency: "USD", id });

let goesOn = true;
process.stdin.on("end", () => {
  goesOn = false;
});
process.stdin.resume();

async function call(caller) {
  for (let turn = 0; goesOn; turn++) {
    const id = `${prefix}-${caller}-${turn}`;
    say(`? ${id}`);
    const asked = performance.now();
    const { entry, decision, id: ticket } = await engine.decide(turn % 2 === 0 ? reading(id) : paying(id, turn), by);
    if (entry !== null) say(`! ${id} ${entry.seq} ${entry.hash}`);
    else if (decision === "deny") say(`- ${id} ${Math.round(performance.now() - asked)}`);
    else throw new Error(`${decision} without an entry`);
    // What is refused at once must not keep the event loop to itself.
    if (entry === null) await new Promise((resolve) => setTimeout(resolve, 5));
    else if (decision === "allow" && turn % 2 === 1) await act(ticket, turn);
  }
}

/** Acts on an allow, sometimes: what is not recorded does not happen. */
async function act(ticket, turn) {
  if (turn % 5 === 0) return;
  if (!(await engine.claim(ticket, by)).ok) return;
  say(`c ${ticket}`);
  const { ok } = await engine.outcome(ticket, { status: turn % 3 === 0 ? "failed" : "executed", ...by });
  if (ok) say(`o ${ticket}`);
}

say("open");
await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(caller)));
await engine.close();
say("closed");
