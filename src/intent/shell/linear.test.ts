/** Time grows with the length of the line, whatever it is made of. */

import { describe, expect, test } from "vitest";
import { analyseShell } from "./analyse.ts";
import { MAX_UNITS } from "./source.ts";

const HINTS = { clusters: ["-rf", "-r -f", "--recursive --force", "-D", "--force"] };
const STEPS = 8;

/** Pieces that are repeated, and what stands around them. */
const SHAPES: readonly (readonly [string, string, string])[] = [
  ["rm -rf ", "abc ", ""],
  ["", "rm -rf x; ", ""],
  ["", "a|", "b"],
  ["", "echo $(ls) ", ""],
  ["", "`a`", ""],
  ['echo "', "$x", '"'],
  ["echo ", "[", "]"],
  ["echo ", "[]", ""],
  ["", "{a,b} ", ""],
  ["echo ", "{,", ""],
  ["", "(", ""],
  ["", "$(", ""],
  ["echo ", "$", "{"],
  ["echo ", "\\u0024{a[", ""],
  ["", "cat <<E\n$x\nE\n", ""],
  ["", "cat <<E ", "\n"],
  ["", "cd a; rm b; ", ""],
  ["", "cd ../x && rm b && ", "ls"],
  ["", "cd $x; cat y; ", ""],
  ["", "sudo ", "rm -rf x"],
  ["", "eval ", "ls"],
  ["", "sh -c 'sh -c \"ls\"'; ", ""],
  ["find ", "-exec ls \\; ", ""],
  ["cat ", "../", ""],
  ["cat ", "a/../b ", ""],
  ["cat ", "a/.*", "?/x"],
  ["cat a/", ".[a-", "]/x"],
  ["rm ", "-a ", ""],
  ["rm ", "-", ""],
  ["awk '", "> ", "'"],
  ["sed '", "; ", "'"],
  ["sed 's/", "[", "/'"],
  ["sed 's/", "[:", "/'"],
  ["sed '", "s/[a]/b/;", "'"],
  ["sed '", "/[a", "'"],
  ["awk '", '"" /', "'"],
  ["awk '", ";/[a]/", "'"],
  ["awk '", "print ", "'"],
  ["git ", "-c alias.x='!ls' ", "x"],
  ["", "PAGER=ls ", "ls"],
  ["ssh a ", "b ", "<<< ls"],
  ["", "bash <<< 'bash <<< ls'; ", ""],
  ["", "a[", ""],
  ["", "a=", "("],
  ["", "if a; then ", ""],
  ["", "a #b\n", ""],
  ["", "\\\n", "a"],
  ["frob ", "abc ", ""],
  ["xargs -I a ", "a ", ""],
  ["~", "a", "'"],
  ["((x)); ", "'a[$(b)]' ", ""],
  ["((x)); a '", "[$(b)]", "'"],
  ["((x)); ", "x='a[\\x24(b)]'; ", ""],
  ["echo \u0024{a", ":", "}"],
  ["", "bash -c 'a[$(b)]'; ", "((x))"],
];

describe("time", () => {
  test.each(SHAPES)("is linear in %j %j %j", (before, piece, after) => {
    const short = timeOf(shape([before, piece, after], MAX_UNITS / STEPS));
    const long = timeOf(shape([before, piece, after], MAX_UNITS));
    expect(long).toBeLessThan(4 * STEPS * Math.max(short, 600));
  });
});

function shape([before, piece, after]: readonly [string, string, string], units: number): string {
  return before + piece.repeat(Math.floor((units - before.length - after.length) / piece.length)) + after;
}

/** Least processor time of several runs, in microseconds. */
function timeOf(line: string): number {
  const times = Array.from({ length: 12 }, () => {
    const start = process.cpuUsage();
    analyseShell(line, HINTS);
    return process.cpuUsage(start).user;
  });
  return Math.min(...times);
}
