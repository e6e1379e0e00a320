import { describe, expect, test } from "vitest";
import { awkRuns } from "./awk-program.ts";

const CALM = [
  "{ print $1 }",
  "$1 > 5 && $2 || $3 { print }",
  "/a|b/ { n++ } END { print n }",
  "/[0-9]+|[[:alpha:]]>/",
  'BEGIN { x = "a | b > c" } { print x } # | sh',
  "$1 > $2 { n = $1 / 2 / 3 }",
];
const RUNS = [
  'BEGIN { system("rm") }',
  '{ print | "sh" }',
  '"rm" | getline',
  '{ print > "f" }',
  "{ print a,\n b > F }",
  'BEGIN { f = "system"; @f("rm") }',
  'BEGIN { a = 1 / 2; print "rm" | "sh"; b = 1 / 2 }',
  '{ i++ / 2; print | "sh"; j++ / 3 }',
  '/[/"]/ { print "rm" | "sh" }',
  '# it\'s "\n{ print | "sh" }',
];

describe("a program of awk", () => {
  test.each(CALM)("only computes: %j", (program) => expect(awkRuns(program)).toBe(false));
  test.each(RUNS)("runs or writes: %j", (program) => expect(awkRuns(program)).toBe(true));
});
