/** The long form of a decision: every rule that was reached, each condition with what it saw and what it wanted. */

import { stanceOf } from "./candidate.ts";
import { compileCondition, type Scene, type Stance } from "./condition.ts";
import { courtOf, decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { type Described, describeCondition, isSubject } from "./describe.ts";
import { describeHolds } from "./describe-holds.ts";
import type { Effect, Tier } from "./effect.ts";
import { ENTITY_OF } from "./entity.ts";
import type { Attributes } from "./evaluation.ts";
import { type ExplainedBudget, explainBudgets } from "./explain-budget.ts";
import type { Facts } from "./facts.ts";
import { type Court, judgePart } from "./judge.ts";
import { type Remedy, remediesOf } from "./remedy.ts";
import type { Part, Request } from "./request.ts";
import type { Condition, Policy, Rule, Snapshot } from "./rule.ts";
import { showEntity } from "./show-value.ts";
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

/** The long form of a decision; what is computed is false or null where the snapshot does not say from what. */
export interface Explanation extends ComputedFields {
  readonly decision: Decision;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** One sentence. */
  readonly reason: string;
  readonly approval_required: boolean;
  readonly matched_policy_ids: readonly string[];
  readonly diagnostics_errors: readonly string[];
  readonly request_capabilities: readonly string[];
  /** The entities that policies were asked about, as Cedar writes them. */
  readonly constructed_entities: readonly string[];
  /** Every budget that covers it, whatever the rules say. */
  readonly budgets: readonly ExplainedBudget[];
  /** The nearest changes after which it would be allowed, each tried. */
  readonly remedies: readonly Remedy[];
  readonly parts: readonly ExplainedPart[];
}

type ComputedFields = Omit<Attributes, "action_name" | "allow_sensitive_tools">;

/** Explains by evaluating every condition, without the index; slower than `decide`, same answer. */
export function explain(request: Request, snapshot: Snapshot, facts: Facts): Explanation {
  const court = courtOf(request, snapshot, facts);
  return explanationOf(court, decide(request, snapshot, facts));
}

/** Explains a decision that was made already. */
export function explanationOf(court: Court, decision: Decision): Explanation {
  const { request } = court;
  const { action_name: _, allow_sensitive_tools: __, ...computed } = request.attributes ?? NOTHING_COMPUTED;
  return {
    decision,
    principal: request.principal.id,
    action: request.action.id,
    resource: request.resource.id,
    reason: decision.deny_detail ?? decision.reasons[0]?.text ?? "nothing denies it",
    approval_required: decision.decision === "ask",
    matched_policy_ids: [...decision.matched_rules].sort(),
    diagnostics_errors: decision.errors.map(({ rule, text }) => `${rule}: ${text}`),
    ...computed,
    request_capabilities: [...request.context.capabilities].sort(),
    constructed_entities: entitiesOf(request),
    budgets: explainBudgets(request, court.snapshot, court.facts),
    remedies: remediesOf(court, decision),
    parts: request.parts.map((part) => explainPart(part, court)),
  };
}

const NOTHING_COMPUTED: Attributes = {
  action_name: "",
  requested_tool: null,
  requested_skill: null,
  is_sensitive_action: false,
  is_allowlisted_tool: false,
  is_allowlisted_skill: false,
  is_tool_execute_principal_allowed: false,
  is_tool_execute_channel_allowed: false,
  allow_sensitive_tools: false,
};

function entitiesOf(request: Request): readonly string[] {
  const uids = request.parts.flatMap((part) => Object.values(ENTITY_OF).map((read) => read(part, request)));
  return [...new Set(uids.map(showEntity))].sort();
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

/** A rule that fails in what it is about is not worth a line. */
function isAbout(rule: Rule, policy: Policy, { part, scene }: Sight): boolean {
  if (policy.about === "tool" && part.kind !== "tool") return false;
  return rule.when.every(
    (condition) => !isSubject(condition) || compileCondition(condition, stanceOf(rule))(part, scene) !== FALSE,
  );
}

function explainRule(rule: Rule, policy: Policy, sight: Sight & { readonly decided: boolean }): ExplainedRule {
  const conditions = rule.when.flatMap((condition) => explainCondition(condition, stanceOf(rule), sight));
  const truth = conditions.reduce<Truth>((whole, { truth }) => both(whole, TRUTH_NAMES.indexOf(truth) as Truth), TRUE);
  const { id, effect, tier, line } = rule;
  const source = `${policy.source}:${line}`;
  return { rule: id, effect, tier, source, truth: TRUTH_NAMES[truth], decided: sight.decided, conditions };
}

function explainCondition(condition: Condition, stance: Stance, { part, scene }: Sight): readonly ExplainedCondition[] {
  if (condition.kind === "holds")
    return describeHolds(condition.of, part, { scene, stance }).map(({ truth, condition, actual, expected }) => {
      return { condition, actual, expected, truth: TRUTH_NAMES[truth] };
    });
  const truth = compileCondition(condition, stance)(part, scene);
  return [{ ...describeCondition(condition, part, scene), truth: TRUTH_NAMES[truth] }];
}
