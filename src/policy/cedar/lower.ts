/** The conditions of a policy as the kernel wants them. */

import type { Expression } from "../../kernel/expression.ts";
import type { CedarPolicy } from "./syntax.ts";

/** What must all be true beside the scope, in the order written; `unless` is negated. */
export function conditionsOf(policy: CedarPolicy): readonly Expression[] {
  return policy.conditions.map(({ kind, of }) => (kind === "when" ? of : { kind: "not", of }));
}
