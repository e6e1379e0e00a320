/** Comparisons of typed values. */

import type { Expression } from "../../kernel/expression.ts";
import type { Comparison } from "./syntax.ts";
import { chain, type Typed, typeName } from "./typed.ts";

export interface Compared {
  readonly left: Typed;
  readonly operator: Comparison;
  readonly right: Typed;
}

interface Refused {
  readonly message: string;
  readonly help?: string;
}

/** The comparison as a condition, or why these two cannot be compared so. */
export function compare({ left, operator, right }: Compared): Expression | Refused {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return negated(equal(left, right));
    case "<":
      return order("less", left, right);
    case "<=":
      return order("at_most", left, right);
    case ">":
      return order("less", right, left);
    case ">=":
      return order("at_most", right, left);
  }
}

function negated(condition: Expression | Refused): Expression | Refused {
  return "kind" in condition ? { kind: "not", of: condition } : condition;
}

/** Null equals null and nothing else; other values only meet their own type. */
function equal(left: Typed, right: Typed): Expression | Refused {
  if (left.type === "null") return isNull(right);
  if (right.type === "null") return isNull(left);
  if (left.type !== right.type) return mixed(left, right);
  const same: Expression = { kind: "binary", operator: "equal", left: left.expression, right: right.expression };
  const present = [left.present, right.present].filter((one) => one !== null);
  if (present.length === 0) return same;
  const bothThere = chain("and", [...present, same]);
  if (present.length === 1) return bothThere;
  return chain("or", [
    bothThere,
    chain(
      "and",
      present.map((of): Expression => ({ kind: "not", of })),
    ),
  ]);
}

function isNull({ type, expression, present }: Typed): Expression | Refused {
  if (present !== null) return { kind: "not", of: present };
  if (type === "null") return { kind: "bool", value: true };
  // What is computed may fail, and a constant would hide it.
  if (expression.kind !== "get" && expression.kind !== "string" && expression.kind !== "bool")
    return { message: "a condition is never null", help: "compare it with `true` or `false`, or not at all" };
  return { kind: "bool", value: false };
}

/** A text that is null has no order: that is an error of the decision. */
function order(operator: "less" | "at_most", left: Typed, right: Typed): Expression | Refused {
  const { type } = left;
  if (type !== right.type) return mixed(left, right);
  if (type === "bool" || type === "null") return { message: `${typeName(left)} has no order` };
  const as = type === "number" ? "decimal" : "text";
  return { kind: "order", as, operator, left: left.expression, right: right.expression };
}

function mixed(left: Typed, right: Typed): Refused {
  return { message: `compares ${typeName(left)} with ${typeName(right)}` };
}
