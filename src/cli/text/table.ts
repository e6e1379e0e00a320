/** Rows of text, for eyes and for pipes. */

import type { Paint } from "./colour.ts";

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Aligned columns under a bold head. */
export function alignedTable({ head, rows }: Table, paint: Paint): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [paint("bold", line(head)), ...rows.map(line)].map((text) => `${text}\n`).join("");
}

/** One row a line, cells separated by tabs: for `cut` and `awk`. */
export function tabbedTable({ head, rows }: Table): string {
  return [head, ...rows].map((row) => `${row.join("\t")}\n`).join("");
}

/** Pairs as lines of `name  value`, indented. */
export function pairLines(pairs: readonly (readonly [name: string, value: string])[], paint: Paint): string {
  const width = Math.max(0, ...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `  ${paint("dim", name.padEnd(width))}  ${value}\n`).join("");
}
