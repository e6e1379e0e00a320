/** What the kernel is to make of the nodes that SBO3L conditions become, as directly as can be said. */

import { compareDecimal } from "../../src/kernel/amount.ts";
import type { Expression } from "../../src/kernel/expression.ts";

export interface Attributes {
  readonly [name: string]: boolean | string | null | Attributes;
}

/** The value of an expression, or an error, which is thrown. */
export function evaluate(expression: Expression, context: Attributes): boolean | string | Attributes {
  const of = (one: Expression) => evaluate(one, context);
  switch (expression.kind) {
    case "bool":
    case "string":
      return expression.value;
    case "variable":
      return context;
    case "get":
      return attribute(of(expression.of), expression.name);
    case "has":
      return has(of(expression.of), expression.names);
    case "not":
      return !truth(of(expression.of));
    case "and":
      return expression.of.every((member) => truth(of(member)));
    case "or":
      return expression.of.some((member) => truth(of(member)));
    case "binary":
      return expression.operator === "equal" ? of(expression.left) === of(expression.right) : fail();
    case "order":
      return ordered(expression, [of(expression.left), of(expression.right)]);
    default:
      return fail();
  }
}

export function fail(): never {
  throw new Error("evaluation");
}

export function truth(value: unknown): boolean {
  return typeof value === "boolean" ? value : fail();
}

function attribute(value: unknown, name: string): boolean | string | Attributes {
  const found = typeof value === "object" ? (value as Attributes)[name] : undefined;
  return found ?? fail();
}

function has(value: unknown, names: readonly string[]): boolean {
  let at = value;
  for (const name of names) at = (at as Attributes | undefined | null)?.[name];
  return at !== undefined && at !== null;
}

function ordered({ as, operator }: Extract<Expression, { kind: "order" }>, [a, b]: readonly unknown[]): boolean {
  if (typeof a !== "string" || typeof b !== "string") return fail();
  const sign = as === "decimal" ? compareDecimal(a, b) : a === b ? 0 : a < b ? -1 : 1;
  return operator === "less" ? sign < 0 : sign <= 0;
}
