import { describe, expect, it } from "vitest";
import { buildGlobMemo } from "./glob-memo.ts";
import { buildGlobSet } from "./glob-set.ts";

const PATTERNS = ["tool_*", "tool_7", "*_7", "mcp_[ab]_*", "tool_?", "none"];

function collected(set: ReturnType<typeof buildGlobSet>, text: string): readonly number[] {
  const found: number[] = [];
  set.collect(text, found);
  return found.toSorted();
}

describe("a set that remembers", () => {
  const set = buildGlobSet(PATTERNS);
  const memo = buildGlobMemo(PATTERNS);

  it.each(["tool_7", "mcp_a_7", "other", ""])("answers `%s` as one that does not, the second time too", (text) => {
    for (let turn = 0; turn < 2; turn++) expect(memo.find(text).toSorted()).toEqual(collected(set, text));
  });

  it("answers more texts than it remembers", () => {
    for (let i = 0; i < 3000; i++) expect(memo.find(`tool_${i}`).toSorted()).toEqual(collected(set, `tool_${i}`));
  });
});
