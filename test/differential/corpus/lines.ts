/** The corpus: one script a line, with `\n` for a newline `\t` for a tab and `\\` for a backslash. */

import { readFileSync } from "node:fs";

const FILE = new URL("shell-lines.txt", import.meta.url);

const MEANING: Readonly<Record<string, string>> = { "\\\\": "\\", "\\n": "\n", "\\t": "\t" };

export const LINES: readonly string[] = readFileSync(FILE, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.replaceAll(/\\[\\nt]/g, (found) => MEANING[found] ?? found));
