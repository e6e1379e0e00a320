/** The attributes that are computed of a request: what it is about, and whether the configuration lists it. */

import type { Attributes, Evaluation } from "../kernel/evaluation.ts";
import { foldCase } from "../kernel/glob.ts";
import type { Request } from "../kernel/request.ts";

export const TOOL_EXECUTE = "tool.execute";
export const SKILL_EXECUTE = "skill.execute";

/** What attributes are computed of. */
export interface Subject {
  readonly principal: string;
  /** As given. */
  readonly action: string;
  /** The tool and the skill that the call names; null for none. */
  readonly tool: string | null;
  readonly skill: string | null;
  readonly channel: string | null;
  readonly capabilities: readonly string[];
}

/** Everything is compared in lower case; a list has no patterns. */
export function attributesOf(subject: Subject, evaluation: Evaluation): Attributes {
  const action_name = foldCase(subject.action);
  const [tool, skill, channel] = [subject.tool, subject.skill, subject.channel].map(normal);
  const executes = action_name === TOOL_EXECUTE;
  const isIn = (list: readonly string[], name: string | null | undefined): boolean =>
    name !== null && name !== undefined && list.includes(name);
  const isOpen = (list: readonly string[]): boolean => !executes || list.length === 0;
  return {
    action_name,
    requested_tool: tool ?? null,
    requested_skill: skill ?? null,
    is_sensitive_action:
      evaluation.sensitive_actions.includes(action_name) ||
      subject.capabilities.some((name) => isIn(evaluation.sensitive_capability_names, normal(name))) ||
      (executes && isIn(evaluation.sensitive_tool_names, tool)),
    is_allowlisted_tool: isIn(evaluation.allowlisted_tools, tool),
    is_allowlisted_skill: isIn(evaluation.allowlisted_skills, skill),
    is_tool_execute_principal_allowed:
      isOpen(evaluation.tool_execute_principal_allowlist) ||
      isIn(evaluation.tool_execute_principal_allowlist, normal(subject.principal)),
    is_tool_execute_channel_allowed:
      isOpen(evaluation.tool_execute_channel_allowlist) || isIn(evaluation.tool_execute_channel_allowlist, channel),
    allow_sensitive_tools: evaluation.allow_sensitive_tools,
  };
}

/** Trimmed and in lower case; null when nothing is left. */
function normal(name: string | null): string | null {
  const text = name === null ? "" : foldCase(name.trim());
  return text === "" ? null : text;
}

/**
 * What the attributes of a request are computed of. The text that names a skill may have a prefix; that of a tool had it
 * taken off when the tool was looked up, and only once: `tool:x` is then a name, and not that of `x`.
 */
export function subjectOf({ kind, principal, action, resource, context }: Request): Subject {
  const name = foldCase(action.id);
  return {
    principal: principal.id,
    action: action.id,
    tool: context.tool_name ?? (kind === "tool" ? resource.id : null),
    skill: context.skill_id ?? (name === SKILL_EXECUTE ? unprefixed(resource.id, "skill:") : null),
    channel: context.channel ?? null,
    capabilities: context.capabilities,
  };
}

/** The name behind `tool:` or `skill:`; a bare prefix is a name. */
export function unprefixed(id: string, prefix: "tool:" | "skill:"): string {
  return id.startsWith(prefix) && id.length > prefix.length ? id.slice(prefix.length) : id;
}
