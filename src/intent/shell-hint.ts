/** Which spellings of flags the deny and ask rules of a snapshot use, so that a command is shown to them in each. */

import type { Expression } from "../kernel/expression.ts";
import { everyExpression } from "../kernel/expression-walk.ts";
import { perObject } from "../kernel/per-object.ts";
import type { Condition, Snapshot } from "../kernel/rule.ts";

/** Runs of options in patterns (`-rf`, `-r -f`, `--force`), each once. */
export const flagClusters: (snapshot: Snapshot) => readonly string[] = perObject(({ policies }) => {
  const restrictions = policies.flatMap(({ rules }) => rules).filter(({ effect }) => effect !== "allow");
  return [...new Set(restrictions.flatMap(({ when }) => when.flatMap(clustersOf)))];
});

const CLUSTER = /(?<=^|[\s*])-{1,2}[A-Za-z][\w-]*(?:\s+-{1,2}[A-Za-z][\w-]*)*/g;

function clustersOf(condition: Condition): readonly string[] {
  if (condition.kind === "and" || condition.kind === "or") return condition.of.flatMap(clustersOf);
  if (condition.kind === "not") return clustersOf(condition.of);
  if (condition.kind === "glob") return clustersIn(condition.pattern);
  if (condition.kind === "holds") return [...everyExpression(condition.of)].flatMap(textsOf).flatMap(clustersIn);
  return condition.kind === "equal" ? clustersIn(condition.value) : [];
}

function clustersIn(text: string): readonly string[] {
  return text.match(CLUSTER) ?? [];
}

/** What an expression compares texts with. */
function textsOf(e: Expression): readonly string[] {
  if (e.kind === "string") return [e.value];
  return e.kind === "like" ? [e.pattern.map((part) => part ?? "*").join("")] : [];
}
