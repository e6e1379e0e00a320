/** The evaluation configuration, and the attributes that are computed from it for each request. */

/** The table `[evaluation]`. Names are compared without case. */
export interface Evaluation {
  readonly allowlisted_tools: readonly string[];
  readonly allowlisted_skills: readonly string[];
  /** What is sensitive needs no approval: named in the reasons of every decision that it lifts. */
  readonly allow_sensitive_tools: boolean;
  readonly sensitive_tool_names: readonly string[];
  readonly sensitive_actions: readonly string[];
  readonly sensitive_capability_names: readonly string[];
  /** Empty: everybody. */
  readonly tool_execute_principal_allowlist: readonly string[];
  /** Empty: every channel, and none. */
  readonly tool_execute_channel_allowlist: readonly string[];
}

export const DEFAULT_EVALUATION: Evaluation = {
  allowlisted_tools: [],
  allowlisted_skills: [],
  allow_sensitive_tools: false,
  sensitive_tool_names: [],
  sensitive_actions: ["cron.delete", "memory.delete", "memory.purge"],
  sensitive_capability_names: ["process_exec", "network", "secrets_read", "filesystem_write"],
  tool_execute_principal_allowlist: [],
  tool_execute_channel_allowlist: [],
};

/** What is computed of a request; rules ask for it by these names, truth values as `true` and `false`. */
export interface Attributes {
  /** The action in lower case. */
  readonly action_name: string;
  readonly requested_tool: string | null;
  readonly requested_skill: string | null;
  readonly is_sensitive_action: boolean;
  readonly is_allowlisted_tool: boolean;
  readonly is_allowlisted_skill: boolean;
  readonly is_tool_execute_principal_allowed: boolean;
  readonly is_tool_execute_channel_allowed: boolean;
  /** What is sensitive is not so here, by configuration. */
  readonly allow_sensitive_tools: boolean;
}

export const ATTRIBUTE_NAMES: readonly (keyof Attributes)[] = [
  "action_name",
  "requested_tool",
  "requested_skill",
  "is_sensitive_action",
  "is_allowlisted_tool",
  "is_allowlisted_skill",
  "is_tool_execute_principal_allowed",
  "is_tool_execute_channel_allowed",
  "allow_sensitive_tools",
];
