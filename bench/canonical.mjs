/** Canonical JSON of a request-like document of 600 bytes, beside JSON.stringify and npm canonicalize. */

import { inChild } from "./child.mjs";
import { nanoseconds, significant } from "./report.mjs";
import { atLeast, atMost, middle, ratio } from "./section.mjs";

const writers = ["JSON.stringify", "writ", "canonicalize"];

/** Measures the three writers in one process a round. */
export async function measureCanonical({ rounds, log }) {
  const measured = [];
  for (let round = 0; round < rounds; round += 1) {
    log(`canonical: round ${round + 1}`);
    measured.push(await inChild("canonical-cell.mjs", []));
  }
  const of = (writer) => (round) => round[writer];
  const over = (writer) => significant(ratio(measured, of(writer), of("JSON.stringify")));
  return [
    {
      title: "Canonical JSON, 600 bytes",
      columns: ["writer", "time", "over JSON.stringify"],
      rows: writers.map((writer) => [writer, nanoseconds(middle(measured, of(writer))), over(writer)]),
      cells: measured,
      demands: [
        atMost("canonical JSON over JSON.stringify", ratio(measured, of("writ"), of("JSON.stringify")), 1.3),
        atLeast("npm canonicalize over canonical JSON", ratio(measured, of("canonicalize"), of("writ")), 3),
      ],
    },
  ];
}
