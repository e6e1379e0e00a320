import { describe, expect, it } from "vitest";
import { decide, loadPolicies } from "../index.ts";
import { canonical } from "../kernel/canonical.ts";
import { decide as decideRequest } from "../kernel/decide.ts";
import { decisionText, requestText } from "./canonical-text.ts";
import { movementsText, windowsText } from "./movement-text.ts";
import { toRequest } from "./to-request.ts";

const POLICY = `
approval_mode = "ask"

[[rules]]
name = 'reads "anything"'
action = "allow"
tool_pattern = "read_*"

[[rules]]
action = "ask"
tool_pattern = "run_terminal_cmd"
arg_pattern = "git *"

[[rules]]
action = "deny"
tool_pattern = "run_terminal_cmd"
arg_pattern = "rm *"
reason = "nothing\\nis deleted"

[[rules]]
action = "ACTION_PAYMENT_INITIATE"
effect = "allow"
tenant = "acme"
limit = "100"
currency = "USD"

[classify.pay]
action = "ACTION_PAYMENT_INITIATE"
amount = "amount"
currency = "currency"
tenant = "to"
`;

const BUDGETS = `
[[budgets]]
id = "d\u00e9 \\"day\\""
limit = 100
currency = "USD"
window = "day"
zone = "UTC"
per = ["tenant"]
`;

const CALLS: readonly unknown[] = [
  { kind: "tool", tool: "read_file", args: ["a"] },
  {
    kind: "tool",
    tool: "read_file",
    args: ['a "b" \\ \n \u007f \u2028 é 😀'],
    principal: 'agent:"x"',
    session: "s\t1",
    tenant: "t",
  },
  { kind: "tool", tool: "read_file", args: { path: "../x/./y", deep: { list: ["a", 1, null, true] } } },
  { kind: "tool", tool: "create_issue", server: "github", args: ["a", "b"], capabilities: ["network", "process_exec"] },
  { kind: "tool", tool: "write_file", args: [] },
  { kind: "tool", tool: "run_terminal_cmd", args: ["git push && rm -rf $x > out.txt; echo 'y'"] },
  { kind: "tool", tool: "run_terminal_cmd", args: ["git", "status"] },
  { kind: "tool", tool: "run_terminal_cmd", args: ["git status | tee a"] },
  { kind: "tool", tool: "pay", args: { amount: "5", currency: "USD", to: "acme" } },
  { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount: "101", currency: "USD" },
  { kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount: 12.5, currency: "EUR" },
  { kind: "action", action: "x" },
  { kind: "access", subject: { type: "user", id: "o" }, action: "look", resource: { type: "r", id: "é" } },
  { kind: "tool", tool: "no such \u0001 name" },
  { kind: "none" },
  null,
];

const FACTS = { at: "2026-11-20T12:00:00.000Z" };

describe("the texts that a record is made of", () => {
  const policies = [POLICY, '[settings]\nworkspace = "/srv/w"\nheadless = true\n', "", BUDGETS];

  it.each(policies.map((text, i) => [i, text] as const))("are those of canonical JSON, by policy %i", (_, text) => {
    const snapshot = loadPolicies([{ name: "policy.toml", text }]);
    for (const call of CALLS) {
      const request = toRequest(call, snapshot, { resolve: (path) => (path === "a" ? 'elsewhere/"a"' : null) });
      const moved = request.movements === undefined ? null : movementsText(request.movements);
      expect(moved).toBe(request.movements === undefined ? null : canonical(request.movements));
      expect(requestText(request, moved)).toBe(canonical(request));
      // Twice: what a rule says is remembered.
      for (let turn = 0; turn < 2; turn++) {
        const decision = decideRequest(request, snapshot, FACTS);
        expect(decisionText(decision)).toBe(canonical(decision));
      }
    }
  });

  it("are those of windows, known and unknown", () => {
    const known = { budget: "a\n", key: '["t"]', from: FACTS.at, to: null, spent: "0", reserved: null };
    const windows = [known, { ...known, from: null, to: FACTS.at, spent: null, reserved: "12.5" }];
    for (const some of [[], windows.slice(0, 1), windows]) expect(windowsText(some)).toBe(canonical(some));
  });

  it("do not remember a list that may change", () => {
    const decision = decide(CALLS[0], loadPolicies([{ name: "policy.toml", text: POLICY }]), FACTS);
    const reasons = [{ ...decision.reasons[0] }] as { text: string }[];
    for (const list of [reasons, Object.freeze(reasons)]) {
      const changed = { ...decision, reasons: list } as typeof decision;
      expect(decisionText(changed)).toBe(canonical(changed));
      (reasons[0] as { text: string }).text += "!";
      expect(decisionText(changed)).toBe(canonical(changed));
    }
  });
});
