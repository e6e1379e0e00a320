/**
 * What an agent may do out of the box: read, and execute what is on the lists, with a human's approval of whatever is
 * sensitive. Nine named rules over the computed attributes; everything else is denied.
 */

import type { Condition, Policy, Rule } from "../../kernel/rule.ts";

const computed = (field: string): Condition => ({ kind: "equal", field, value: "true" });
const actions = (...values: string[]): Condition => ({ kind: "one_of", field: "action_name", values });
const within = (family: string, ...names: string[]): Condition => actions(...names.map((name) => `${family}.${name}`));

type Row = readonly [id: string, when: readonly Condition[]];

const DENY: Row = [
  "deny_sensitive_without_approval",
  [computed("is_sensitive_action"), { kind: "equal", field: "allow_sensitive_tools", value: "false" }],
];

const ALLOWS: readonly Row[] = [
  [
    "allow_read_only_actions",
    [
      actions(
        ...["read", "read.status", "status", "list", "health", "get"].map((name) => `tool.${name}`),
        "daemon.status",
        "protocol.version",
      ),
    ],
  ],
  [
    "allow_allowlisted_tool_execute",
    [
      actions("tool.execute"),
      computed("is_allowlisted_tool"),
      computed("is_tool_execute_principal_allowed"),
      computed("is_tool_execute_channel_allowed"),
    ],
  ],
  ["allow_allowlisted_skill_execute", [actions("skill.execute"), computed("is_allowlisted_skill")]],
  ["allow_cron_management_actions", [within("cron", "create", "update", "delete", "get", "list", "logs", "run")]],
  ["allow_memory_actions", [within("memory", "ingest", "search", "get", "list", "delete", "purge")]],
  ["allow_vault_actions", [within("vault", "put", "get", "delete", "list")]],
  [
    "allow_message_router_actions",
    [
      actions(
        "message.reply",
        "message.broadcast",
        "channel.send",
        ...["read", "search", "edit", "delete", "react_add", "react_remove"].map((name) => `channel.message.${name}`),
        ...["status", "stop", "reset", "compact", "approve", "queue", "whoami"].map(
          (name) => `channel.command.${name}`,
        ),
      ),
    ],
  ],
  ["allow_attachment_metadata_actions", [actions("attachment.metadata.accept")]],
];

function ruleOf([id, when]: Row, index: number): Rule {
  return { id, effect: "allow", tier: "default", when, line: index + 1, reason: null, code: null };
}

export const AGENT_BASELINE: Policy = {
  source: "builtin:agent-baseline",
  about: "any",
  combine: "deny_overrides",
  governs: true,
  rules: [
    { ...ruleOf(DENY, 0), effect: "deny", reason: "what is sensitive needs an approval", approvals: "1 of anyone" },
    ...ALLOWS.map((row, index) => ruleOf(row, index + 1)),
  ],
};
