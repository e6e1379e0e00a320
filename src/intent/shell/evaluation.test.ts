/** Literals that the shell evaluates once more: the line is not understood, and what it hides is seen. */

import { describe, expect, test } from "vitest";
import { analyseShell } from "./analyse.ts";
import type { ShellAnalysis } from "./analysis.ts";

function read(input: string | readonly string[]): ShellAnalysis {
  return analyseShell(input, { clusters: [] });
}

describe("code that is evaluated", () => {
  const hidden = [
    "[[ 0 -eq 'a[$(rm x)]' ]]",
    "x='a[$(rm x)]'; ((x))",
    "x='a[`rm x`]'; ((x))",
    "x=$'a[\\x24(rm x)]'; ((x))",
    "x=$'a[$(rm x)]\\0'; ((x))",
    "printf -v x 'a[\\044(rm x)]'; ((x))",
    "printf -v x 'a\\x5b$(rm x)]'; ((x))",
    "x='$(rm x)'; y='a['; (( $y$x ))",
    "x='[$(rm x)]'; (( a$x ))",
    "echo \u0024{a['$(rm x)']}",
    'echo "\u0024{x:=a[\\$(rm x)]}"; ((x))',
    "x='a[$(rm x)]'; echo \u0024{!x}",
    "cat <<'E' | read x\na[$(rm x)]\nE\n((x))",
    "bash -c '((x))' _ 'a[$(rm x)]'",
    "x='# a[$(rm x)]'; bash -c '# a[$(rm x)]'; ((x))",
    "f() { let \"$1\"; }; f 'a[$(rm x)]'",
    "x='$(rm x)'; echo \"\u0024{x@P}\"",
    "PS4='$(rm x)' bash -x f",
    "for PS4 in '$(rm x)'; do set -x; done",
    "compgen -W '$(rm x)'",
    "declare -a x='($(rm x))'",
    "declare -a 'x=($(rm x))'",
    "x=(1); export x='(`rm x`)'",
    "y='($(rm x))'; local x=$y",
    'echo "$\\\n(rm x)"',
    "echo $\\\n(rm x)",
    "cat <<E\n$\\\n(rm x)\nE",
    "(\\\n( x = 'a[$(rm x)]' ))",
    "echo $(\\\n( 'a[$(rm x)]' ))",
    "x='a[$([[ -v \"b[\\$(rm x)]\" ]])]'; ((x))",
  ];
  test.each(hidden)("%j", (line) => {
    const { opaque, commands } = read(line);
    expect(opaque).not.toBeNull();
    expect(commands.map(({ text }) => text)).toContain("rm x");
  });

  test("in a list of words", () => {
    const { opaque, commands } = read(["declare", "a[$(rm x)]=1"]);
    expect(opaque).not.toBeNull();
    expect(commands.at(-1)?.text).toBe("rm x");
  });

  const unread = [
    "echo \u0024{x@P}",
    "echo \u0024{(e)x}",
    "echo \u0024{x@\\\nP}",
    "x='a[$'; y='(id)]'; z=$x$y; ((z))",
    "BASH_ALIASES[ls]=id",
    "BASH_CMDS[ls]=/x",
  ];
  test.each(unread)("%j is not understood", (line) => expect(read(line).opaque).not.toBeNull());
  test("says why", () =>
    expect(read("x='a[$(id)]'; ((x))").opaque).toBe("a substitution in quotes, where values are evaluated"));
});

describe("what is understood as before", () => {
  const plain = [
    "[[ $n -gt 3 ]]",
    "((i++))",
    "for ((i=0;i<3;i++)); do ls; done",
    "echo $((a+b)) \u0024{x:0:3} \u0024{a[i]} \u0024{a[@]}",
    "[[ -v HOME ]]",
    "let i=i+1",
    "declare -i n=3",
    "printf -v x %s y",
    "git commit -m 'uses $(foo)'",
    "git commit -m 'uses `foo`'; ((i++))",
    "git commit -m 'uses `foo` (see [1])'; ((i++))",
    "sed 's/[^/]*`x`$//' f; ((i++))",
    "x='a[$(id)]'; echo \"$x\"",
    "x='$(id)'; echo \"\u0024{x@Q}\"",
    "awk '{ print $(NF-1) }' f; echo $((n+1))",
    "bash -c 'n=$(ls | wc -l); ((n++)); echo \u0024{a[0]}'",
    "sudo bash -lc 'n=$(ls | wc -l); ((n++)); echo \u0024{a[0]}'",
    "bash <<'E'\nn=$(ls | wc -l)\n((n++)); a[0]=1\nE",
    "re='^[0-9]+$'; [[ $x =~ $re ]] && ((n++))",
    "PS4='+ '; set -x",
    'git commit -m "(fix) `x`"; export PATH="$HOME/bin:$PATH"',
    "git commit -m 'fix `x`'; export PATH=\"$HOME/bin:$PATH\"",
    "declare -a x=(1 2)",
    "echo $(\\\n  ls)",
    "(\\\nls)",
    "ls \\\n -l",
  ];
  test.each(plain)("%j", (line) => expect(read(line).opaque).toBeNull());

  test("a list of words that is one script", () =>
    expect(read(["bash", "-lc", "n=$(ls | wc -l); ((n++)); echo \u0024{a[0]}"]).opaque).toBeNull());
});
