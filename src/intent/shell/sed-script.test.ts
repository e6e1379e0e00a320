import { describe, expect, test } from "vitest";
import { sedRuns } from "./sed-script.ts";

const CALM = [
  "s/e /x /",
  "s|(.*)/w (x)|\\1|",
  "s/[^/]*$//",
  "s/[]/]//; s/[[:alpha:]/]//",
  "$!N;s/\\n/ /",
  ":a;N;$!ba;s/\\n/ /g",
  "1~2d;/a/I,+3{/b/!d}",
  "\\,a,d",
  "y/abc/def/",
  "1i\\\ne text\np",
  "a e text",
  "r e\np",
  "# e\n$=",
];
const RUNS = [
  "e rm",
  "1 e rm",
  "/x/ e rm",
  "w f",
  "$!{W f\n}",
  "s/a/b/e",
  "s/a/b/gw f",
  "s,a\\,b,c,e",
  "s/[/]/p;/e;/p;#/p",
  "a\\\ntext\ne rm",
  "r f\\\ne rm",
  "b;e rm",
  "s/a/b",
  "é",
];

describe("a script of sed", () => {
  test.each(CALM)("only edits: %j", (script) => expect(sedRuns(script)).toBe(false));
  test.each(RUNS)("runs, writes or is not understood: %j", (script) => expect(sedRuns(script)).toBe(true));
});
