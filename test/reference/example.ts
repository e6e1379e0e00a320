/** Small requests and rules for tests that state one case each. */

import type { ActionPart, Argument, Part, Request, Text, ToolPart } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule, Snapshot } from "../../src/kernel/rule.ts";
import { seal } from "./generate.ts";

/** Known texts, every one of which an allow needs. */
export function argumentOf(...exact: readonly Text[]): Argument {
  return { need: "all", exact, forms: [], folded: [], doubt: null, opaque: null };
}

/** A call of the tool `shell`, judged by all rules. */
export function toolPart(given: Partial<ToolPart> = {}): ToolPart {
  return {
    kind: "tool",
    judged: "full",
    text: null,
    tool: "shell",
    tool_forms: ["shell"],
    name: "shell",
    server: null,
    args: argumentOf("ls"),
    fields: [],
    fields_complete: false,
    auto_edit: false,
    moves_value: false,
    ...given,
  };
}

/** A payment of 10 USD for `acme`. */
export function actionPart(given: Partial<ActionPart> = {}): ActionPart {
  return { kind: "action", judged: "full", action: "pay", tenant: "acme", amount: "10", currency: "USD", ...given };
}

export function requestOf(parts: readonly Part[], given: Partial<Request> = {}): Request {
  return {
    kind: "tool",
    principal: { type: "Writ::Agent", id: "agent:a" },
    action: { type: "Writ::Action", id: "tool.execute" },
    resource: { type: "Writ::Tool", id: "shell" },
    context: { session_id: null, tenant: null, capabilities: [] },
    refusal: null,
    constraints: null,
    parts,
    ...given,
  };
}

/** A user rule without a reason or a code of its own. */
export function ruleOf(id: string, effect: Rule["effect"], ...when: readonly Condition[]): Rule {
  return { id, effect, tier: "user", when, line: 1, reason: null, code: null };
}

export function policyOf(combine: Policy["combine"], rules: readonly Rule[]): Policy {
  return { source: "policy.toml", about: "tool", combine, rules };
}

export function snapshotOf(policies: readonly Policy[], mode: Snapshot["mode"] = null): Snapshot {
  return seal({ policies, mode, headless: false });
}
