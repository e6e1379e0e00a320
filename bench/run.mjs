/** All benchmarks: `node run.mjs [--quick] [--gate] [--write] [--only NAME,…]`. */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureCanonical } from "./canonical.mjs";
import { measureCold } from "./cold.mjs";
import { measureCedar, measureDecisions } from "./decide.mjs";
import { measureDurable } from "./durable.mjs";
import { measureLoad } from "./load.mjs";
import { measurePostgres } from "./postgres.mjs";
import { markdown } from "./report.mjs";
import { verdict } from "./section.mjs";
import { measureText } from "./text.mjs";
import { measureVerify } from "./verify.mjs";

const benchmarks = {
  decide: measureDecisions,
  cedar: measureCedar,
  text: measureText,
  load: measureLoad,
  canonical: measureCanonical,
  durable: measureDurable,
  postgres: measurePostgres,
  verify: measureVerify,
  cold: measureCold,
};
const MARKERS = ["<!-- results: begin -->", "<!-- results: end -->"];

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    gate: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    only: { type: "string", default: Object.keys(benchmarks).join(",") },
  },
});

const settings = { rounds: options.quick ? 1 : 3, quick: options.quick, log: (line) => console.error(line) };
const sections = await measureAll(options.only.split(","));
const text = markdown(sections, settings);
const demands = sections.flatMap((section) => section.demands ?? []);
const results = { node: process.versions.node, rounds: settings.rounds, demands, sections };
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(results, null, 1)}\n`);
if (options.write) writeReadme(text);
console.log(text);
if (options.gate) process.exitCode = gate(demands);

async function measureAll(names) {
  const unknown = names.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) throw new Error(`no benchmark \`${unknown}\`; there are ${Object.keys(benchmarks)}`);
  const all = [];
  for (const name of names) all.push(...(await measureOne(name)));
  return all;
}

/** A benchmark that cannot run leaves one demand that was not measured, which a gate refuses. */
async function measureOne(name) {
  try {
    return await benchmarks[name](settings);
  } catch (error) {
    settings.log(`${name}: ${error.message}`);
    return [{ title: name, demands: [{ what: name, value: null, bound: 0, unit: "", sense: "at most" }] }];
  }
}

function writeReadme(text) {
  const file = new URL("README.md", import.meta.url);
  const [before, rest] = readFileSync(file, "utf8").split(MARKERS[0]);
  const after = rest.split(MARKERS[1])[1];
  writeFileSync(file, `${before}${MARKERS[0]}\n\n${text}\n\n${MARKERS[1]}${after}`);
}

function gate(all) {
  const broken = all.filter((demand) => ["missed", "unmeasured"].includes(verdict(demand)));
  for (const demand of broken) console.error(`gate: ${verdict(demand)}: ${demand.what}`);
  return broken.length === 0 ? 0 : 1;
}
