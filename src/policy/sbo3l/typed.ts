/** Expressions with their types. */

import type { Expression } from "../../kernel/expression.ts";

/** A value with its type. */
export interface Typed {
  readonly type: "bool" | "number" | "text" | "null";
  readonly expression: Expression;
  /** True exactly when the value is not null; null for a value that never is. */
  readonly present: Expression | null;
}

/** A value that is never null. */
export function always(type: Typed["type"], expression: Expression): Typed {
  return { type, expression, present: null };
}

export function typeName({ type }: Typed): string {
  return type === "null" ? "null" : `a ${type}`;
}

/** Conditions in their order; a member of the same kind gives its own members. */
export function chain(kind: "and" | "or", members: readonly Expression[]): Expression {
  return { kind, of: members.flatMap((member) => (member.kind === kind ? member.of : [member])) };
}
