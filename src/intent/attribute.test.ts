import { expect, test } from "vitest";
import { decide, loadPolicies } from "../index.ts";

const SNAPSHOT = loadPolicies([
  {
    name: "policy.toml",
    text: 'include = ["builtin:agent-baseline"]\n[evaluation]\nallowlisted_tools = ["run_terminal_cmd", "tool:odd"]\n',
  },
]);

const execute = (id: string) => ({
  kind: "access",
  subject: { type: "agent", id: "a" },
  action: { name: "tool.execute" },
  resource: { type: "tool", id },
});

// What a tool may do follows from its row, which is found by its whole name.
test.each([
  [{ kind: "tool", tool: "run_terminal_cmd", args: ["ls"] }, "ask"],
  [execute("tool:run_terminal_cmd"), "ask"],
  [{ kind: "tool", tool: "tool:run_terminal_cmd", args: ["ls"] }, "deny"],
  [execute("tool:tool:run_terminal_cmd"), "deny"],
  [execute("tool:tool:odd"), "allow"],
])("%j of an allow-listed name is %s", (call, decision) => {
  expect(decide(call, SNAPSHOT)).toMatchObject({ decision });
});
