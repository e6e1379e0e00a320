/** Conditions in words. */

import { expectedText } from "../../kernel/operator.ts";
import type { Condition } from "../../kernel/rule.ts";
import { isComparison } from "../lint/comparison.ts";

/** One line; a kind that has no words of its own is shown as the JSON it is. */
export function conditionText(condition: Condition): string {
  if (isComparison(condition))
    return `${condition.field === "plain" ? "tool" : condition.field} ${expectedText(condition)}`;
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.of.map((each) => `(${conditionText(each)})`).join(` ${condition.kind} `);
    case "not":
      return `not (${conditionText(condition.of)})`;
    case "since":
      return `at >= ${condition.value}`;
    case "until":
      return `at < ${condition.value}`;
    default:
      return JSON.stringify(condition);
  }
}
