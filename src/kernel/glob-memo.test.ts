import { describe, expect, it } from "vitest";
import { buildGlobMemo } from "./glob-memo.ts";
import { buildGlobSet } from "./glob-set.ts";

const PATTERNS = ["tool_*", "tool_7", "*_7", "mcp_[ab]_*", "tool_?", "none"];

function ask(set: { collect(text: string, found: number[]): void }, text: string): readonly number[] {
  const found = [-1];
  set.collect(text, found);
  return found.toSorted();
}

describe("a set that remembers", () => {
  const set = buildGlobSet(PATTERNS);
  const memo = buildGlobMemo(PATTERNS);

  it.each(["tool_7", "mcp_a_7", "other", ""])("answers `%s` as one that does not, the second time too", (text) => {
    for (let turn = 0; turn < 2; turn++) expect(ask(memo, text)).toEqual(ask(set, text));
  });

  it("answers more texts than it remembers", () => {
    for (let i = 0; i < 3000; i++) expect(ask(memo, `tool_${i}`)).toEqual(ask(set, `tool_${i}`));
  });
});
