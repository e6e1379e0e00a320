/** 10,000 rules to a snapshot: from text, and from parsed rules. */

import { join } from "node:path";
import { inChild, inFolder } from "./child.mjs";
import { nanoseconds } from "./report.mjs";
import { atMost, middle, worst } from "./section.mjs";
import { cedarWorkloads, workloads } from "./workloads.mjs";

const tomlKinds = Object.keys(workloads).filter((kind) => !cedarWorkloads.includes(kind));
const kinds = [...tomlKinds, "w2"];

/** Loads each workload's rules once in a cold process, rounds outermost. */
export async function measureLoad({ rounds, log }) {
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await inFolder((folder) => measureRound(folder, log)));
  const of = (kind, name) => middle(measured, (round) => round[kind][name]);
  const slowest = (name) => worst(tomlKinds.map((kind) => of(kind, name)));
  const ms = (kind, name) => nanoseconds(of(kind, name) * 1e6);
  return [
    {
      title: "10,000 rules to a snapshot, in a cold process",
      note: "From TOML text (W2: Cedar), and from rules that are parsed and lowered already; beside smol-toml (cedar-wasm) alone.",
      columns: ["rules", "from text", "parser alone", "from parsed rules", "heap MB"],
      rows: kinds.map((kind) => [
        kind.toUpperCase(),
        ms(kind, "text_ms"),
        ms(kind, "parser_ms"),
        ms(kind, "parsed_ms"),
        (of(kind, "heap_bytes") / 1e6).toFixed(1),
      ]),
      cells: measured,
      demands: [
        atMost("10,000 rules from TOML text", slowest("text_ms"), 500, "ms"),
        atMost("10,000 rules from parsed rules", slowest("parsed_ms"), 100, "ms"),
        atMost("10,000 rules: heap beside the text", slowest("heap_bytes") / 1e6, 8, "MB"),
        atMost("10,000 policies from Cedar text", of("w2", "text_ms"), 400, "ms"),
        atMost("10,000 policies of Cedar: heap beside the text", of("w2", "heap_bytes") / 1e6, 12, "MB"),
      ],
    },
  ];
}

async function measureRound(folder, log) {
  const round = {};
  for (const kind of kinds) {
    log(`load: ${kind}`);
    const file = join(folder, `${kind}.json`);
    round[kind] = {
      ...(await inChild("load-cell.mjs", ["parser", kind])),
      ...(await inChild("load-cell.mjs", ["text", kind, file])),
      ...(await inChild("load-cell.mjs", ["parsed", kind, file])),
    };
  }
  return round;
}
