/** The long form of a decision: every rule that was reached, each condition with what it saw and what it wanted. */

import { stanceOf } from "./candidate.ts";
import { compileCondition, type Scene, type Stance } from "./condition.ts";
import { courtOf, decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { type Described, describeCondition } from "./describe.ts";
import type { Effect, Tier } from "./effect.ts";
import type { Facts } from "./facts.ts";
import { type Court, judgePart } from "./judge.ts";
import type { Part, Request } from "./request.ts";
import type { Condition, Policy, Rule, Snapshot } from "./rule.ts";
import { both, FALSE, TRUE, TRUTH_NAMES, type Truth } from "./truth.ts";

export type TruthName = (typeof TRUTH_NAMES)[number];

export interface ExplainedCondition extends Described {
  readonly truth: TruthName;
}

export interface ExplainedRule {
  readonly rule: string;
  readonly effect: Effect;
  readonly tier: Tier;
  readonly source: string;
  readonly truth: TruthName;
  /** It is among the rules that determined the answer of its part. */
  readonly decided: boolean;
  readonly conditions: readonly ExplainedCondition[];
}

export interface ExplainedPart {
  /** The words of the call it stands for; null for the whole call. */
  readonly text: string | null;
  readonly kind: Part["kind"];
  readonly judged: Part["judged"];
  /** The tool, or the action. */
  readonly subject: string;
  /** Null when the part has no say. */
  readonly answer: Effect | null;
  /** Rules about this tool or action, in the order in which they are tried; `skipped` counts the others. */
  readonly rules: readonly ExplainedRule[];
  readonly skipped: number;
}

export interface Explanation {
  readonly decision: Decision;
  readonly parts: readonly ExplainedPart[];
}

/** Explains by evaluating every condition, without the index; slower than `decide`, same answer. */
export function explain(request: Request, snapshot: Snapshot, facts: Facts): Explanation {
  const court = courtOf(request, snapshot, facts);
  return {
    decision: decide(request, snapshot, facts),
    parts: request.parts.map((part) => explainPart(part, court)),
  };
}

function explainPart(part: Part, court: Court): ExplainedPart {
  const how = part.judged === "full" ? "full" : "restrict";
  const verdict = judgePart(court, part, how);
  const decided = new Set(verdict?.voices.map(({ rule }) => rule));
  const all = court.snapshot.policies.flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })));
  const reached = all.filter(({ policy, rule }) => isAbout(rule, policy, { part, scene: court }));
  return {
    text: part.kind === "tool" ? part.text : null,
    kind: part.kind,
    judged: part.judged,
    subject: part.kind === "tool" ? part.tool : part.action,
    answer: verdict?.effect ?? null,
    rules: reached.map(({ policy, rule }) =>
      explainRule(rule, policy, { part, scene: court, decided: decided.has(rule) }),
    ),
    skipped: all.length - reached.length,
  };
}

interface Sight {
  readonly part: Part;
  readonly scene: Scene;
}

/** Conditions that say what a rule is about; a rule that fails one of them is not worth a line. */
const SUBJECT: ReadonlySet<string> = new Set(["tool", "plain", "name", "server", "action"]);

function isAbout(rule: Rule, policy: Policy, { part, scene }: Sight): boolean {
  if (policy.about === "tool" && part.kind !== "tool") return false;
  return rule.when.every(
    (condition) =>
      !("slot" in condition || ("field" in condition && SUBJECT.has(condition.field))) ||
      compileCondition(condition, stanceOf(rule))(part, scene) !== FALSE,
  );
}

function explainRule(rule: Rule, policy: Policy, sight: Sight & { readonly decided: boolean }): ExplainedRule {
  const conditions = rule.when.map((condition) => explainCondition(condition, stanceOf(rule), sight));
  const truth = conditions.reduce<Truth>((whole, { truth }) => both(whole, TRUTH_NAMES.indexOf(truth) as Truth), TRUE);
  const { id, effect, tier, line } = rule;
  const source = `${policy.source}:${line}`;
  return { rule: id, effect, tier, source, truth: TRUTH_NAMES[truth], decided: sight.decided, conditions };
}

function explainCondition(condition: Condition, stance: Stance, { part, scene }: Sight): ExplainedCondition {
  const truth = compileCondition(condition, stance)(part, scene);
  return { ...describeCondition(condition, part, scene), truth: TRUTH_NAMES[truth] };
}
