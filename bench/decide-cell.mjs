/** One engine, one workload, one size, in a process of its own: prints `{load_ms, heap_bytes, hit_ns, miss_ns}`. */

import { heldBytes } from "./child.mjs";
import { engines } from "./peers/index.mjs";
import { timeAsync, timeSync } from "./timing.mjs";
import { workloads } from "./workloads.mjs";

const [engine, workload, size] = process.argv.slice(2);
const { load, isAsync = false } = await import(`./peers/${engines[engine].file}`);
const rules = workloads[workload].rules(Number(size));
const requests = workloads[workload].requests(rules);

const before = heldBytes();
const start = performance.now();
const loaded = await load(rules, workload);
const load_ms = performance.now() - start;
const heap_bytes = heldBytes() - before;

const hits = requests.hit.map(loaded.prepare);
const misses = requests.miss.map(loaded.prepare);
await expect(hits, "allow");
await expect(misses, null);

const time = isAsync ? timeAsync : timeSync;
const hit_ns = await time(loaded.decide, hits);
const miss_ns = await time(loaded.decide, misses);
console.log(JSON.stringify({ load_ms, heap_bytes, hit_ns, miss_ns }));

async function expect(inputs, effect) {
  for (const [turn, input] of inputs.entries()) {
    const answer = loaded.effect(await loaded.decide(input));
    if (answer !== effect) throw new Error(`answer ${turn} is ${answer}, expected ${effect}: ${JSON.stringify(input)}`);
  }
}
