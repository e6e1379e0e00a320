import { expect, test } from "vitest";
import { decide, loadPolicies } from "../../index.ts";
import type { TestCase } from "./document.ts";
import { mismatches } from "./outcome.ts";

const TEXT = `[[rules]]
id = "no-rm"
action = "deny"
tool = "run_terminal_cmd"
arg_pattern = "rm *"
reason = "Deletion cannot be undone"
[[rules]]
id = "other"
action = "allow"
tool_pattern = "read_*"
`;

const CALL = { kind: "tool", tool: "run_terminal_cmd", args: ["rm x"] };
const CASE: TestCase = {
  ...{ name: "a", call: CALL, facts: {}, expect: "deny", rules: ["no-rm"], code: "policy.denied" },
  ...{ reason: "cannot be undone", line: 1 },
};

const found = (over: Partial<TestCase>) => {
  const expected = { ...CASE, ...over };
  return mismatches(expected, decide(expected.call, loadPolicies([{ name: "p.toml", text: TEXT }])), [
    "no-rm",
    "other",
  ]);
};

test("a case passes when everything it names is as it says", () => {
  expect(found({})).toEqual([]);
  expect(found({ rules: [], code: null, reason: null })).toEqual([]);
  expect(found({ reason: "in `rm x`" })).toEqual([]);
});

test.each<readonly [Partial<TestCase>, string]>([
  [{ expect: "ask" }, "the answer should be `ask` but is `deny`"],
  [{ rules: ["other"] }, "`other` should be among the rules that decide: `no-rm`"],
  [{ rules: ["no-rn"] }, "there is no rule `no-rn`; did you mean `no-rm`?"],
  [{ code: "policy.frozen" }, "the code should be `policy.frozen` but is `policy.denied`"],
  [{ reason: "Undone" }, "no reason contains `Undone`"],
])("%j fails: %s", (over, said) => {
  expect(found(over)).toEqual([said]);
});

test("everything that is not as expected is said", () => {
  const call = { kind: "tool", tool: "read_file", args: ["a"] };
  expect(found({ call })).toHaveLength(4);
});
