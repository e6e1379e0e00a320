/**
 * Decides calls until its input ends or it is killed: `node engine-child.mjs DIST DIRECTORY STATE PREFIX CALLERS`.
 *
 * Says `? ID` before it asks; then `! ID SEQ HASH` when the decision was recorded, or `- ID MS` when it was denied because
 * it could not be, and how long that took.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dist, cwd, state, prefix, callers] = process.argv.slice(2);
const { openEngine } = await import(pathToFileURL(join(dist, "engine.js")).href);
const engine = await openEngine({ policies: ["policy.toml"], state, cwd });
const say = (line) => writeSync(1, `${line}\n`);

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
    const { entry, decision } = await engine.decide({ kind: "tool", tool: "read_file", args: [`${id}.md`], id });
    if (entry !== null) say(`! ${id} ${entry.seq} ${entry.hash}`);
    else if (decision === "deny") say(`- ${id} ${Math.round(performance.now() - asked)}`);
    else throw new Error(`${decision} without an entry`);
    // What is refused at once must not keep the event loop to itself.
    if (entry === null) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

say("open");
await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(caller)));
await engine.close();
say("closed");
