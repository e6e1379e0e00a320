import { describe, expect, test } from "vitest";
import { analyseShell } from "./analyse.ts";

const HELD: readonly (readonly [string, readonly string[]])[] = [
  ["tar -xf a --to-com 'a b'", ["a b"]],
  ["tar -cf a --checkpoint-action=exec='a b' c", ["a b"]],
  ["git -c alias.x='push -f' x", ["git push -f"]],
  ["git --config=core.pager='a b' log", ["a b"]],
  ["git config alias.x '!a b'", ["a b"]],
  ["rsync -ave 'a b' c d:", ["a b"]],
  ["ssh -o 'LocalCommand a b' h ls", ["ls", "a b"]],
  ["go test -exec 'a b' ./...", ["a b"]],
  ["GIT_EDITOR='a; b' c", ["a", "b"]],
  ['rsync -e "a -p $x" c d:', ["a -p …"]],
  ['PAGER="$x" a', ["code that `a` is given"]],
  ["PAGER=cat SHELL=/bin/zsh a", []],
  ["svn diff --diff-cmd 'a b'", ["a b"]],
  ["hg --config alias.x='!a b' x", ["a b"]],
  ["socat - 'EXEC:a b'", ["a b"]],
  ["sqlite3 x $'select 1;\\n.she a b'", ["a b"]],
  ["sqlite3 x '.once |a b'", ["a b"]],
  ["psql -c 'x \\! a b'", ["a b"]],
  ["script -q /dev/null a b", ["a b"]],
  ["script -c 'a b' f", ["a b"]],
  ["coreutils --coreutils-prog=a b", ["a b"]],
  ["coreutils --help", []],
  ["sqlite3 x .schema", []],
  ["tar -cf a b", []],
  ["git clean -fdx a", []],
];

describe("commands in options and assignments", () => {
  test.each(HELD)("%s", (line, texts) =>
    expect(
      analyseShell(line, { clusters: [] })
        .commands.slice(1)
        .map(({ text }) => text),
    ).toEqual(texts),
  );
});
