/** Rules as read → rules as decided: docs/spec/policy.md, "What a rule means". */

import type { Condition, Field, Rule } from "../kernel/rule.ts";
import type { Draft } from "./draft.ts";
import type { ArgumentTest, RuleFields } from "./rule-fields.ts";

/** Lowers a rule under the id it was given. */
export function lowerRule({ about, effect, fields, line }: Draft, id: string): Rule {
  return {
    id,
    effect,
    tier: fields.priority ?? "user",
    when: about === "tool" ? toolConditions(fields, effect) : actionConditions(fields, effect),
    line,
    reason: fields.reason ?? null,
    code: fields.deny_code ?? null,
    ...(fields.approvals === undefined ? {} : { approvals: fields.approvals }),
  };
}

function toolConditions(fields: RuleFields, effect: Rule["effect"]): readonly Condition[] {
  const when: Condition[] = [];
  const name: Field = fields.server === undefined ? "tool" : "name";
  if (fields.server !== undefined) when.push(oneOf("server", fields.server));
  if (fields.tool_pattern !== undefined)
    when.push({ kind: "glob", field: patternField(fields.tool_pattern, name, effect), pattern: fields.tool_pattern });
  if (fields.tool !== undefined) when.push(oneOf(name, fields.tool));
  if (fields.arg_pattern !== undefined) when.push({ kind: "glob", field: "args", pattern: fields.arg_pattern });
  for (const [argument, test] of fields.args ?? []) when.push(...argumentConditions(`args.${argument}`, test));
  return withValidity(when, fields);
}

/**
 * A server chooses its own name. So that it cannot choose one that satisfies an allow of other tools, an allow that says
 * nothing of servers is about tools without one, unless its pattern is for all tools or names servers with a `/`.
 */
function patternField(pattern: string, name: Field, effect: Rule["effect"]): Field {
  return name === "tool" && effect === "allow" && pattern !== "*" && !pattern.includes("/") ? "plain" : name;
}

function actionConditions(fields: RuleFields, effect: Rule["effect"]): readonly Condition[] {
  const when: Condition[] = [];
  if (fields.action !== undefined) when.push({ kind: "equal", field: "action", value: fields.action });
  if (fields.tenant !== undefined) when.push({ kind: "equal", field: "tenant", value: fields.tenant });
  if (fields.currency !== undefined) when.push({ kind: "equal", field: "currency", value: fields.currency });
  // A deny above a limit would need `at_least`; whoever writes a limit on a deny is warned instead.
  if (fields.limit !== undefined && effect !== "deny")
    when.push({ kind: "at_most", field: "amount", value: fields.limit });
  return withValidity(when, fields);
}

function withValidity(when: Condition[], { valid_from, valid_until }: RuleFields): readonly Condition[] {
  if (valid_from !== undefined) when.push({ kind: "since", value: valid_from });
  if (valid_until !== undefined) when.push({ kind: "until", value: valid_until });
  // A copy has no spare room, which would be half of the memory of the rules.
  return when.slice();
}

function oneOf(field: Field, values: readonly string[]): Condition {
  const [value] = values;
  return values.length === 1 && value !== undefined
    ? { kind: "equal", field, value }
    : { kind: "one_of", field, values };
}

function argumentConditions(field: Field, test: ArgumentTest): readonly Condition[] {
  if (!isGlobs(test)) return boundConditions(field, test);
  const globs = test.map((pattern): Condition => ({ kind: "glob", field, pattern }));
  return globs.length === 1 ? globs : [{ kind: "or", of: globs }];
}

function boundConditions(field: Field, { min, max }: Exclude<ArgumentTest, readonly string[]>): readonly Condition[] {
  const conditions: Condition[] = [];
  if (min !== undefined) conditions.push({ kind: "at_least", field, value: min });
  if (max !== undefined) conditions.push({ kind: "at_most", field, value: max });
  return conditions;
}

function isGlobs(test: ArgumentTest): test is readonly string[] {
  return Array.isArray(test);
}
