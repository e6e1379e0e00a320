import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../kernel/diagnostic.ts";
import { listRules } from "./list.ts";

const SAFE: string = readFileSync(new URL("../../vectors/policy/radium/safe-default.toml", import.meta.url), "utf8");

describe("a listing", () => {
  it("gives rules in the order of the file, in Radium's words", () => {
    const { approval_mode, rules, rule_count } = listRules([{ name: "policy.toml", text: SAFE }]);
    expect(approval_mode).toBe("ask");
    expect(rule_count).toBe(3);
    expect(
      rules.map(({ name, tool_pattern, arg_pattern, action, priority, reason }) => {
        return { name, tool_pattern, arg_pattern, action, priority, reason };
      }),
    ).toEqual([
      {
        name: "Allow safe file operations",
        tool_pattern: "read_*",
        arg_pattern: null,
        action: "allow",
        priority: "user",
        reason: "Safe read operations are always allowed",
      },
      {
        name: "Require approval for file writes",
        tool_pattern: "write_*",
        arg_pattern: null,
        action: "ask_user",
        priority: "user",
        reason: "File writes require user approval",
      },
      {
        name: "Deny dangerous shell commands",
        tool_pattern: "run_terminal_cmd",
        arg_pattern: "rm -rf *",
        action: "deny",
        priority: "admin",
        reason: "Prevent accidental deletion",
      },
    ]);
  });

  it("shows disabled rules, their validity and everything about actions", () => {
    const text = `[[rules]]
action = "PAY"
effect = "allow"
enabled = false
limit = 10.50
currency = "USD"
tenant = "t"
valid_from = 2026-01-01T00:00:00Z
`;
    expect(listRules([{ name: "p.toml", text }])).toEqual({
      approval_mode: null,
      rule_count: 1,
      budgets: [],
      rules: [
        {
          name: "p#1",
          tool_pattern: null,
          arg_pattern: null,
          action: "PAY",
          priority: "user",
          reason: null,
          id: "p#1",
          tier: "user",
          source: "p.toml:1",
          enabled: false,
          valid_from: "2026-01-01T00:00:00.000Z",
          valid_until: null,
          effect: "allow",
          tool: null,
          server: null,
          limit: "10.5",
          currency: "USD",
          tenant: "t",
          when: null,
          approvals: null,
        },
      ],
    });
  });

  it("is refused for a file that does not load", () => {
    expect(() => listRules([{ name: "p.toml", text: "x = 1" }])).toThrow(PolicyError);
  });
});
