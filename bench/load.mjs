/** 10,000 rules to a snapshot: from TOML text, and from parsed rules. */

import { join } from "node:path";
import { inChild, inFolder } from "./child.mjs";
import { nanoseconds } from "./report.mjs";
import { atMost, middle, worst } from "./section.mjs";
import { workloads } from "./workloads.mjs";

const kinds = Object.keys(workloads);

/** Loads each workload's rules once in a cold process, rounds outermost. */
export async function measureLoad({ rounds, log }) {
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await inFolder((folder) => measureRound(folder, log)));
  const of = (kind, name) => middle(measured, (round) => round[kind][name]);
  const slowest = (name) => worst(kinds.map((kind) => of(kind, name)));
  const ms = (kind, name) => nanoseconds(of(kind, name) * 1e6);
  return [
    {
      title: "10,000 rules to a snapshot, in a cold process",
      note: "From TOML text, and from rules that are parsed and lowered already; beside the TOML parser alone.",
      columns: ["rules", "from TOML", "TOML parser alone", "from parsed rules", "heap MB"],
      rows: kinds.map((kind) => [
        kind.toUpperCase(),
        ms(kind, "toml_ms"),
        ms(kind, "parser_ms"),
        ms(kind, "parsed_ms"),
        (of(kind, "heap_bytes") / 1e6).toFixed(1),
      ]),
      cells: measured,
      demands: [
        atMost("10,000 rules from TOML text", slowest("toml_ms"), 500, "ms"),
        atMost("10,000 rules from parsed rules", slowest("parsed_ms"), 100, "ms"),
        atMost("10,000 rules: heap beside the text", slowest("heap_bytes") / 1e6, 8, "MB"),
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
      ...(await inChild("load-cell.mjs", ["toml", kind, file])),
      ...(await inChild("load-cell.mjs", ["parsed", kind, file])),
    };
  }
  return round;
}
