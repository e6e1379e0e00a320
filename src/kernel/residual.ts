/** What remains of a rule to be checked once a path through the index has decided some of its conditions. */

import { type Candidate, stanceOf } from "./candidate.ts";
import { type Check, compileAll, type Scene } from "./condition.ts";
import { MASKED } from "./lookup-key.ts";
import type { Part } from "./request.ts";
import type { Truth } from "./truth.ts";

/** The truth of what the path left open: the rule's truth, when the path was sure. */
export function residualTruth(candidate: Candidate, part: Part, scene: Scene): Truth {
  candidate.residual ??= compileResidual(candidate);
  return candidate.residual(part, scene);
}

function compileResidual({ rule, covered }: Candidate): Check {
  const open = rule.when.filter((_, i) => i >= MASKED || (covered & (1 << i)) === 0);
  return compileAll(open, stanceOf(rule));
}
