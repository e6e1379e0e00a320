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
  // The rest is made on first use; a rule is held ten thousand times, and most are never reached.
  /** What the path did not decide. */
  residual: Check | null;
  /** What it says when it certainly holds. */
  voice: Voice | null;
  single: Single | null;
}

/** The conditions of a rule one by one, in their order. */
export interface Single {
  readonly checks: readonly Check[];
  /** How each can be nearly missed; made when it first matters. */
  ways: readonly (Way | null)[] | null;
}

export function candidateOf(rule: Rule, rank: number, covered: number): Candidate {
  return { kind: "rule", rule, rank, covered, residual: null, voice: null, single: null };
}

export function stanceOf({ effect }: Rule): Stance {
  return effect === "allow" ? "permissive" : "restrictive";
}

export function singleOf(candidate: Candidate): Single {
  const { rule } = candidate;
  candidate.single ??= {
    checks: rule.when.map((condition) => compileCondition(condition, stanceOf(rule))),
    ways: null,
  };
  return candidate.single;
}

/** The truth of the whole rule, whatever the path covered. */
export function wholeTruth(candidate: Candidate, part: Part, scene: Scene): Truth {
  let truth: Truth = TRUE;
  for (const check of singleOf(candidate).checks) {
    truth = both(truth, check(part, scene));
    if (truth === FALSE) return FALSE;
  }
  return truth;
}
