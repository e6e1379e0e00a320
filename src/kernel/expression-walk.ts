/** Walks expressions. */

import type { Expression } from "./expression.ts";

/** The expressions directly inside an expression. */
export function partsOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "bool":
    case "string":
    case "long":
    case "entity":
    case "variable":
      return [];
    case "and":
    case "or":
    case "set":
    case "call":
      return e.of;
    case "not":
    case "negate":
    case "is_empty":
    case "like":
    case "get":
    case "has":
      return [e.of];
    case "is":
      return e.in === null ? [e.of] : [e.of, e.in];
    case "if":
      return [e.test, e.then, e.else];
    case "binary":
    case "order":
      return [e.left, e.right];
    case "record":
      return e.of.map(([, value]) => value);
  }
}

/** The expression itself, and all that are inside it. */
export function* everyExpression(expression: Expression): Iterable<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* everyExpression(part);
}
