/** Sections as Markdown. */

import { cpus } from "node:os";
import { verdict } from "./section.mjs";

/** The Markdown of all sections: their tables, then every demand with its figure and verdict. */
export function markdown(sections, { rounds }) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`;
  const tables = sections.filter((section) => section.rows !== undefined).map(sectionTable);
  const demands = sections.flatMap((section) => section.demands ?? []);
  return [`Machine: ${machine}. Rounds: ${rounds}.`, ...tables, demandTable(demands)].join("\n\n");
}

/** A time with three digits and a fitting unit; a dash for null. */
export function nanoseconds(ns) {
  if (ns === null) return "–";
  const [divisor, unit] = [
    [1e9, "s"],
    [1e6, "ms"],
    [1e3, "µs"],
  ].find(([least]) => ns >= least) ?? [1, "ns"];
  return `${significant(ns / divisor)} ${unit}`;
}

/** A number with at least three significant digits; a dash for null. */
export function significant(number) {
  if (number === null) return "–";
  if (number >= 1000) return Math.round(number).toLocaleString("en");
  return String(Number(number.toPrecision(3)));
}

function sectionTable({ title, note, columns, rows }) {
  return [`### ${title}`, ...(note === undefined ? [] : ["", note]), "", ...table(columns, rows)].join("\n");
}

function demandTable(demands) {
  const rows = demands.map((demand) => [
    demand.what,
    `${demand.sense} ${significant(demand.bound)} ${demand.unit}`,
    demand.value === null ? "–" : `${significant(demand.value)} ${demand.unit}`,
    verdict(demand),
  ]);
  return ["### Demands", "", ...table(["what", "demand", "measured", "verdict"], rows)].join("\n");
}

function table(columns, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)];
}
