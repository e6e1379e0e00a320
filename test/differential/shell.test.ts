/** Our shell grammar against tree-sitter-bash: what we say we understand, we must understand as it does. */

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { analyseShell } from "../../src/intent/shell/analyse.ts";
import { LINES } from "./corpus/lines.ts";
import { loadOracle, ourCommands } from "./corpus/oracle.ts";
import { underDeny } from "./corpus/verdict.ts";

let oracle: Awaited<ReturnType<typeof loadOracle>>;
beforeAll(async () => {
  oracle = await loadOracle();
});

/** Where the oracle and bash differ, and we follow bash. */
const KNOWN = [
  /- <</, // a lone `-` before a redirect is an operand
  /^coproc /, // coproc is a keyword
];

const HINTS = { clusters: ["-rf"] };

describe("on the corpus", () => {
  test("at least nine of ten lines are understood", () => {
    const refused = LINES.filter((line) => analyseShell(line, HINTS).opaque !== null);
    expect(LINES.length).toBeGreaterThan(150);
    expect(refused.length).toBeLessThan(LINES.length / 10);
  });

  test("the oracle understands most of it, or the comparison would be empty", () => {
    expect(LINES.filter((line) => oracle(line) !== null).length).toBeGreaterThan(LINES.length * 0.9);
  });

  test.each(LINES.filter((line) => !KNOWN.some((known) => known.test(line))))("the same commands: %s", (line) => {
    const theirs = oracle(line);
    if (theirs === null || analyseShell(line, HINTS).opaque !== null) return;
    expect(ourCommands(line)).toEqual(theirs);
  });
});

/** Without backquotes, lone `-` and lists over lines, which the oracle reads wrongly inside some compound commands. */
const WORD = fc.constantFrom(
  "ls",
  "rm",
  "-rf",
  "x",
  "a/b",
  "'q r'",
  '"d $v"',
  "$v",
  "\u0024{v:-w}",
  "$(ls -l)",
  '"$(rm y)"',
  "a\\ b",
  "*.ts",
  "~/z",
  "{a,b}",
  "<(sort f)",
  "$((1+2))",
  "x=1",
  "'it''s'",
  '"a\\"b"',
  "$'t\\n'",
  "--x=y",
  "@",
  "%s",
  "a#b",
  "\\;",
  "e'f'g",
);
const SIMPLE = fc.array(WORD, { minLength: 1, maxLength: 5 }).map((words) => `cmd ${words.join(" ")}`);
const REDIRECTED = fc
  .tuple(SIMPLE, fc.constantFrom("", " > f", " 2>&1", " >> f", " < f", " &> f", ' <<< "s t"', " 2>/dev/null"))
  .map((two) => two.join(""));
const { line: LINE } = fc.letrec<{ line: string; one: string }>((tie) => ({
  line: fc
    .tuple(
      tie("one"),
      fc.array(fc.tuple(fc.constantFrom(" && ", " || ", "; ", " | ", " & "), tie("one")), { maxLength: 3 }),
    )
    .map(([first, others]) => first + others.map((two) => two.join("")).join("")),
  one: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    REDIRECTED,
    tie("line").map((line) => `( ${line} )`),
    tie("line").map((line) => `{ ${line}\n}`),
    tie("line").map((line) => `if ${line}\nthen ${line}\nfi`),
    tie("line").map((line) => `for i in a b; do ${line}\ndone`),
    tie("line").map((line) => `while ${line}\ndo ${line}\ndone`),
    tie("line").map((line) => `case $v in a) ${line}\n;; *) ls ;; esac`),
    tie("line").map((line) => `echo "$( ${line}\n)"`),
  ),
}));

const PROGRAM = fc.constantFrom(
  ..."env sudo su command exec nice timeout xargs parallel watch find fd git ssh script flock sh bash eval trap source . alias".split(
    " ",
  ),
  ..."python node perl awk sed vim make crontab at rm cp mv dd tar curl kill cd pushd popd tee grep docker mapfile frob".split(
    " ",
  ),
);
const OPTION = fc.constantFrom(
  ..."-c -C -e -f -i -I -n -o -rf -s -S -t -u -x -- - + +x -exec -delete {} ; --help --x=y --exec --replace :: ::: A=1 $x 'a | --s".split(
    " ",
  ),
);

/** No generated word is a keyword: where the oracle takes one for a word it has lost its way, and bash has not. */
const MISREAD = /(?:^| )(?:do|done|then|fi|esac)(?: |$)/;

/** Pieces of shell that rarely make sense together. */
const TOKEN = fc.constantFrom(
  ..."ab -/.'\"\\$`(){}[]<>|&;\n#~*!=\t,%".split(""),
  ..."$( $\x7b <<E <<'E' E\n if then else fi do done for in case esac ;; { } [[ ]] (( )) ls $x && || f() time coproc function =( >| &> <( $'".split(
    " ",
  ),
  " ls ",
);

describe("on generated text", () => {
  test("lines made by the grammar are understood, and as the oracle does", () => {
    fc.assert(
      fc.property(LINE, (line) => {
        expect(analyseShell(line, HINTS).opaque).toBeNull();
        const theirs = oracle(line);
        fc.pre(theirs !== null && !theirs.some((command) => MISREAD.test(command)));
        expect(ourCommands(line)).toEqual(theirs);
      }),
      { numRuns: 300 },
    );
  });

  test("nothing on the lines before hides a command", () => {
    fc.assert(
      fc.property(fc.array(TOKEN, { maxLength: 14 }), (tokens) => {
        const before = tokens.join("");
        fc.pre(!before.endsWith("\\"));
        expect(underDeny(`${before}\nrm -rf x`, "rm -rf *")).toBe("deny");
      }),
      { numRuns: 5000 },
    );
  });

  test("no words and no options make it throw", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(PROGRAM, OPTION, fc.string({ unit: "binary" })), { maxLength: 8 }), (words) => {
        expect(() => analyseShell(words, HINTS)).not.toThrow();
        expect(() => analyseShell(words.join(" "), HINTS)).not.toThrow();
      }),
      { numRuns: 5000 },
    );
  });
});
