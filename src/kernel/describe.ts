/** What conditions look at and want, in words. */

import { NAMES, namedReader, SCALARS, type Scene } from "./condition.ts";
import { ENTITY_OF } from "./entity.ts";
import { formatExpression } from "./expression-text.ts";
import { expectedText } from "./operator.ts";
import type { Part, Request } from "./request.ts";
import type { Condition, Slot } from "./rule.ts";
import { showEntity } from "./show-value.ts";

/** What a condition looked at and what it wanted, for people. */
export interface Described {
  readonly condition: string;
  readonly actual: string | null;
  readonly expected: string;
}

export function describeCondition(condition: Condition, part: Part, scene: Scene): Described {
  switch (condition.kind) {
    case "and":
    case "or":
      return { condition: condition.kind, actual: null, expected: `${condition.of.length} conditions` };
    case "not":
      return { ...describeCondition(condition.of, part, scene), condition: "not" };
    case "since":
    case "until": {
      const sign = condition.kind === "since" ? ">=" : "<";
      return { condition: "at", actual: scene.facts.at ?? null, expected: `${sign} ${condition.value}` };
    }
    case "entity_equal":
    case "entity_in":
    case "entity_is":
      return {
        condition: condition.slot,
        actual: showEntity(ENTITY_OF[condition.slot](part, scene.request)),
        expected: scopeText(condition),
      };
    case "holds":
      return { condition: formatExpression(condition.of), actual: null, expected: "true" };
    case "equal":
    case "one_of":
    case "glob":
    case "at_most":
    case "at_least":
      return {
        condition: condition.field === "plain" ? "tool" : condition.field,
        actual: actualText(condition.field, part, scene.request),
        expected: expectedText(condition),
      };
  }
}

function actualText(field: string, part: Part, request: Request): string | null {
  const scalar = SCALARS.get(field);
  if (scalar !== undefined) return scalar(part, request) ?? null;
  if (part.kind !== "tool") return null;
  const names = NAMES.get(field);
  if (names !== undefined) return names.exact(part);
  const argument = field === "args" ? part.args : namedReader(field)(part);
  if (argument === null) return null;
  const texts = argument.exact.length > 0 ? argument.exact : argument.forms;
  return texts.map((text) => (typeof text === "string" ? text : text.join("…"))).join(" | ");
}

function scopeText(condition: Extract<Condition, { readonly slot: Slot }>): string {
  switch (condition.kind) {
    case "entity_equal":
      return `== ${showEntity(condition.uid)}`;
    case "entity_in":
      return `in ${condition.uids.map(showEntity).join(", ")}`;
    case "entity_is":
      return `is ${condition.type}`;
  }
}

const SUBJECT: ReadonlySet<string> = new Set(["tool", "plain", "name", "server", "action", "action_name"]);

/** Does the condition say what its rule is about, rather than how that must be? */
export function isSubject(condition: Condition): boolean {
  return "slot" in condition || ("field" in condition && SUBJECT.has(condition.field));
}

/** What would have to be, as the end of a sentence that begins with `if`. */
export function wish({ condition, expected }: Pick<Described, "condition" | "expected">): string {
  if (expected === "true") return condition;
  return expected.startsWith("`") ? `${condition} is ${expected}` : `${condition} ${expected}`;
}

/** A condition as Cedar would write it, as far as Cedar could. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "and":
      return condition.of.map(conditionText).join(" && ");
    case "or":
      return `(${condition.of.map(conditionText).join(" || ")})`;
    case "not":
      return `!(${conditionText(condition.of)})`;
    case "since":
    case "until":
      return `at ${condition.kind === "since" ? ">=" : "<"} ${condition.value}`;
    case "entity_equal":
    case "entity_in":
    case "entity_is":
      return `${condition.slot} ${scopeText(condition)}`;
    case "holds":
      return formatExpression(condition.of);
    case "equal":
    case "one_of":
    case "glob":
    case "at_most":
    case "at_least":
      return `${condition.field} ${expectedText(condition)}`;
  }
}
