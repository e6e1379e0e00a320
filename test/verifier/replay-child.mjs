/** Makes the decisions of an exported ledger again, from the built package given: `replay-child.mjs DIST FILE`. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [dist, file] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(dist, name)));
const { normaliseRecorded } = await load("proof/capsule-normalise.js");
const { decidePrepared } = await load("intent/gate.js");
const { readCanonical } = await load("kernel/canonical-read.js");
const { canonical } = await load("kernel/canonical.js");
const { loadPolicies } = await load("index.js");
const { sha256 } = await load("sha256/node.js");

const hash = createHash("sha256");
let decisions = 0;
let different = 0;
let snapshot = null;
for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
  const { kind, body } = readCanonical(line);
  if (kind === "policy") {
    snapshot = loadPolicies(body.sources, { settings: body.settings });
    if (snapshot.hash !== body.snapshot) different += 1;
  }
  if (kind !== "decision") continue;
  const request = normaliseRecorded(body, snapshot, sha256);
  const again = canonical(decidePrepared({ request, snapshot, at: null }, body.facts, "own"));
  if (again !== canonical(body.decision) || `0x${sha256(canonical(request))}` !== body.request_hash) different += 1;
  decisions += 1;
  hash.update(again);
}
console.log(JSON.stringify({ decisions, different, hash: hash.digest("hex") }));
