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
