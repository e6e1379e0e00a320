/** The corpora: one script a line, with `\n` for a newline, `\t` for a tab and `\\` for a backslash. */

import { readFileSync } from "node:fs";

const MEANING: Readonly<Record<string, string>> = { "\\\\": "\\", "\\n": "\n", "\\t": "\t" };

/** Lines as people write them. */
export const LINES: readonly string[] = rows("shell-lines.txt").map((line) =>
  line.replaceAll(/\\[\\nt]/g, (found) => MEANING[found] ?? found),
);

/** Ways to run `rm -rf` that a rule against it must not let pass; each line as it stands. */
export const BYPASSES: readonly string[] = rows("shell-bypasses.txt");

function rows(name: string): readonly string[] {
  const text = readFileSync(new URL(name, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "");
}
