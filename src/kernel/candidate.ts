/** One rule at one place of the index: what its path there has decided, and what remains to be checked. */

import { type Check, compileCondition, type Scene, type Stance } from "./condition.ts";
import type { Way } from "./near-miss.ts";
import type { Part } from "./request.ts";
import type { Rule } from "./rule.ts";
import { both, FALSE, TRUE, type Truth } from "./truth.ts";
import type { Voice } from "./voice.ts";

export interface Candidate {
  readonly kind: "rule";
  readonly rule: Rule;
  /** Place among the rules of its policy. */
  readonly rank: number;
  /** Bit i: the path to here has decided condition i. */
  readonly covered: number;
  /** Compiled on first use: what the path did not decide, and every condition by itself. */
  residual: Check | null;
  checks: readonly Check[] | null;
  /** What it says when it certainly holds; made on first use. */
  voice: Voice | null;
  /** How it can be nearly missed, a condition each; made on first use. */
  ways: readonly (Way | null)[] | null;
}

export function candidateOf(rule: Rule, rank: number, covered: number): Candidate {
  return { kind: "rule", rule, rank, covered, residual: null, checks: null, voice: null, ways: null };
}

export function stanceOf({ effect }: Rule): Stance {
  return effect === "allow" ? "permissive" : "restrictive";
}

/** One check a condition of the rule, in their order. */
export function checksOf(candidate: Candidate): readonly Check[] {
  const { rule } = candidate;
  candidate.checks ??= rule.when.map((condition) => compileCondition(condition, stanceOf(rule)));
  return candidate.checks;
}

/** The truth of the whole rule, whatever the path covered. */
export function wholeTruth(candidate: Candidate, part: Part, scene: Scene): Truth {
  let truth: Truth = TRUE;
  for (const check of checksOf(candidate)) {
    truth = both(truth, check(part, scene));
    if (truth === FALSE) return FALSE;
  }
  return truth;
}
