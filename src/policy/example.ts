/** The examples of rules: calls that stand beside a rule and say how the whole policy must answer them. */

import type { Decision } from "../kernel/decision.ts";
import type { Effect } from "../kernel/effect.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { PolicyDocument } from "./document.ts";
import type { Draft } from "./draft.ts";
import { plainCall } from "./plain.ts";
import { type Finding, type Reading, report } from "./reading.ts";
import { isTable } from "./table.ts";

/** Decides a call of any shape under a snapshot, without facts from the world. */
export type Judge = (call: unknown, snapshot: Snapshot) => Decision;

export interface Bench {
  readonly snapshot: Snapshot;
  readonly judge: Judge;
}

/** Judges every example of every enabled rule and reports those that are answered otherwise. */
export function checkExamples(documents: readonly PolicyDocument[], { snapshot, judge }: Bench): void {
  // Whether somebody can be asked is not the examples' question.
  const { settings } = snapshot;
  const attended = settings.headless ? { ...snapshot, settings: { ...settings, headless: false } } : snapshot;
  for (const { reading, rules } of documents) {
    for (const rule of rules) {
      if (rule.fields.examples === undefined || rule.fields.enabled === false) continue;
      for (const example of examplesOf(rule)) checkExample(example, reading, { snapshot: attended, judge });
    }
  }
}

interface Example {
  readonly rule: Draft;
  readonly expected: Effect;
  readonly value: unknown;
  readonly pointer: string;
}

function examplesOf(rule: Draft): readonly Example[] {
  return (["allow", "deny", "ask"] as const).flatMap((expected) =>
    (rule.fields.examples?.[expected] ?? []).map((value, index) => {
      return { rule, expected, value, pointer: `${rule.pointer}/examples/${expected}/${index}` };
    }),
  );
}

// What a call was refused for, whatever the rules say.
const MALFORMED = /^(?:request|tool)\./;

function checkExample(example: Example, reading: Reading, { snapshot, judge }: Bench): void {
  const call = callOf(example.rule, example.value);
  const finding = call === null ? NOT_A_CALL : findingOf(judge(call, snapshot), example.expected);
  if (finding !== null) report(reading, example.pointer, finding);
}

const NOT_A_CALL: Finding = {
  code: "example.invalid",
  message: "not a call",
  help: "give a call, or, if the rule names one tool exactly, its arguments: a string, or a list of strings",
};

function findingOf({ decision, deny_code, deny_detail, matched_rules }: Decision, expected: Effect): Finding | null {
  const by = matched_rules.length === 0 ? "no rule matches" : `by ${matched_rules.map((id) => `\`${id}\``).join(", ")}`;
  // A rule's reason may be of several lines.
  const why = deny_detail?.replace(/\s+/g, " ") ?? by;
  if (decision === "deny" && MALFORMED.test(deny_code ?? ""))
    return { code: "example.invalid", message: `not a call: ${why}` };
  if (decision === expected) return null;
  return { code: "example.failed", message: `the answer should be \`${expected}\` but is \`${decision}\`: ${why}` };
}

/** A call object as it is, or a call of the rule's tool with these arguments; null when it is neither. */
function callOf(rule: Draft, value: unknown): unknown {
  if (isTable(value)) return plainCall(value);
  const args = typeof value === "string" ? [value] : value;
  const tool = exactTool(rule);
  if (tool === null || !Array.isArray(args) || !args.every((arg) => typeof arg === "string")) return null;
  return { kind: "tool", ...tool, args };
}

interface ToolName {
  readonly tool: string;
  readonly server: string | null;
}

function exactTool({ fields }: Draft): ToolName | null {
  const { tool_pattern, tool = tool_pattern === undefined ? [] : [tool_pattern], server = [] } = fields;
  const [name] = tool;
  if (name === undefined || tool.length > 1 || server.length > 1 || /[*?[]/.test(name)) return null;
  const slash = name.indexOf("/");
  return { tool: name.slice(slash + 1), server: server[0] ?? (slash === -1 ? null : name.slice(0, slash)) };
}
