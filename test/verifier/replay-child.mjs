/** Decides the calls of capsules again, from the built package given: `replay-child.mjs DIST FILE`, one capsule a line. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
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
let different = 0;
let snapshot = null;
for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) {
  const capsule = readCanonical(line);
  const { sources, settings } = capsule.snapshot;
  if (snapshot?.hash !== capsule.snapshot.hash) snapshot = loadPolicies(sources, { settings });
  const request = normaliseRecorded(readCanonical(capsule.entry.text).body, snapshot, sha256);
  const again = canonical(decidePrepared({ request, snapshot, at: null }, capsule.facts, "own"));
  if (again !== canonical(capsule.decision) || canonical(request) !== canonical(capsule.request)) different += 1;
  hash.update(again);
}
console.log(JSON.stringify({ different, hash: hash.digest("hex") }));
