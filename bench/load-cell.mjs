/** One cold load of 10,000 rules: `parser KIND`, `toml KIND FILE` (leaves the snapshot there), `parsed KIND FILE`. */

import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "smol-toml";
import { dist, heldBytes } from "./child.mjs";
import { facts } from "./facts.mjs";
import { policyText, toCall } from "./policy-text.mjs";
import { workloads } from "./workloads.mjs";

const [how, kind, file] = process.argv.slice(2);
const rules = workloads[kind].rules(10000);
const [request] = workloads[kind].requests(rules).hit;
const text = Buffer.from(policyText(rules)).toString();

console.log(JSON.stringify(await { parser: timeParser, toml: timeToml, parsed: timeParsed }[how]()));

function timeParser() {
  const start = performance.now();
  parse(text);
  return { parser_ms: performance.now() - start };
}

/** Ready means that the first decision is made: nothing is left for later. */
async function timeToml() {
  const { loadPolicies, decide } = await import(dist("index.js"));
  const before = heldBytes();
  const start = performance.now();
  const snapshot = loadPolicies([{ name: "policy.toml", text }]);
  const { decision } = decide(toCall(request), snapshot, facts);
  const toml_ms = performance.now() - start;
  if (decision !== "allow") throw new Error(`the first decision is ${decision}, expected allow`);
  const heap_bytes = heldBytes() - before;
  writeFileSync(file, JSON.stringify(snapshot));
  return { toml_ms, heap_bytes };
}

async function timeParsed() {
  const { compile } = await import(dist("kernel/compile.js"));
  const snapshot = JSON.parse(readFileSync(file, "utf8"));
  const start = performance.now();
  compile(snapshot);
  return { parsed_ms: performance.now() - start };
}
