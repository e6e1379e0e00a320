/** One cold load of 10,000 rules: `parser KIND`, `text KIND FILE` (leaves the snapshot there), `parsed KIND FILE`. */

import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "smol-toml";
import { dist, heldBytes } from "./child.mjs";
import { facts } from "./facts.mjs";
import { policyFiles, toCall } from "./policy-text.mjs";
import { cedarWorkloads, workloads } from "./workloads.mjs";

const [how, kind, file] = process.argv.slice(2);
const rules = workloads[kind].rules(10000);
const [request] = workloads[kind].requests(rules).hit;
// Out of bytes, as from a disk.
const files = policyFiles(rules, kind).map(({ name, text }) => ({ name, text: Buffer.from(text).toString() }));

console.log(JSON.stringify(await { parser: timeParser, text: timeText, parsed: timeParsed }[how]()));

async function timeParser() {
  const [{ text }] = files;
  const read = cedarWorkloads.includes(kind) ? await cedarParser() : parse;
  const start = performance.now();
  read(text);
  return { parser_ms: performance.now() - start };
}

async function cedarParser() {
  const { default: cedar } = await import("@cedar-policy/cedar-wasm/nodejs");
  // The first call also instantiates the module.
  cedar.checkParsePolicySet({ staticPolicies: "" });
  return (text) => cedar.checkParsePolicySet({ staticPolicies: text });
}

/** Ready means that the first decision is made: nothing is left for later. */
async function timeText() {
  const { loadPolicies, decide } = await import(dist("bundle/index.js"));
  const before = heldBytes();
  const start = performance.now();
  const snapshot = loadPolicies(files);
  const { decision } = decide(toCall(request), snapshot, facts);
  const text_ms = performance.now() - start;
  if (decision !== "allow") throw new Error(`the first decision is ${decision}, expected allow`);
  const heap_bytes = heldBytes() - before;
  writeFileSync(file, JSON.stringify(snapshot));
  return { text_ms, heap_bytes };
}

async function timeParsed() {
  const { compile } = await import(dist("kernel/compile.js"));
  const snapshot = JSON.parse(readFileSync(file, "utf8"));
  const start = performance.now();
  compile(snapshot);
  return { parsed_ms: performance.now() - start };
}
