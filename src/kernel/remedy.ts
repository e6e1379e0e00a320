/** The nearest changes that would allow a request, each tried by deciding again as if it had been made. */

import { stanceOf } from "./candidate.ts";
import { compileCondition } from "./condition.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { describeCondition, isSubject, wish } from "./describe.ts";
import { describeHolds } from "./describe-holds.ts";
import type { Effect } from "./effect.ts";
import { withinBudgets } from "./explain-budget.ts";
import type { Court } from "./judge.ts";
import type { Part } from "./request.ts";
import type { Condition, Policy, Rule, Snapshot } from "./rule.ts";
import { TRUE } from "./truth.ts";

export interface Remedy {
  /** What would have to be otherwise: `amount <= 43.10`, `approved by 2 of finance`. */
  readonly change: string;
  /** The rule that then decides; null for the approval of a mode. */
  readonly rule: string | null;
  readonly source: string | null;
  /** What the answer would be. */
  readonly answer: Exclude<Effect, "deny">;
}

/** At most this many are tried, and told. */
const MOST = 3;

/** Nothing for what is allowed, malformed, frozen or denied by a rule that stands on its own. */
export function remediesOf(court: Court, decision: Decision): readonly Remedy[] {
  const { request, facts } = court;
  if (request.refusal !== null || facts.frozen || decision.decision === "allow") return [];
  if (decision.decision === "ask") return approvals(decision);
  if (decision.deny_code === "policy.budget_exceeded") return smallerAmount(court);
  const remedies: Remedy[] = [];
  for (const attempt of attemptsOf(court, decision)) {
    if (remedies.length === MOST) break;
    const { decision: answer, reasons } = decide(request, attempt.snapshot, facts);
    const { rule = null, source = null } = reasons[0] ?? {};
    if (answer !== "deny") remedies.push({ change: attempt.change, rule, source, answer });
  }
  return remedies;
}

/** What the budgets have left, if the rules permit it too. */
function smallerAmount({ request, snapshot, facts }: Court): readonly Remedy[] {
  const smaller = withinBudgets(request, snapshot, facts);
  const answer = smaller === null ? "deny" : decide(smaller.request, snapshot, facts).decision;
  if (smaller === null || answer === "deny") return [];
  return [{ change: `amount <= ${smaller.amount}`, rule: null, source: null, answer }];
}

function approvals({ approvals: missing, reasons }: Decision): readonly Remedy[] {
  const needs = (missing?.needs ?? []).filter((each) => each !== "1 of anyone");
  const by = needs.length === 0 ? "a human" : needs.join(", and by ");
  const { rule = null, source = null } = reasons[0] ?? {};
  return [{ change: `approved by ${by}`, rule, source, answer: "allow" }];
}

interface Attempt {
  readonly change: string;
  /** As it would decide if the change had been made. */
  readonly snapshot: Snapshot;
}

/** Allows and asks that fail in one thing; and, of what rules deny, each of these rules in one thing. */
function attemptsOf(court: Court, decision: Decision): readonly Attempt[] {
  const denying = new Set(decision.matched_rules);
  return court.request.parts.flatMap((part) =>
    court.snapshot.policies.flatMap((policy) =>
      policy.about === "tool" && part.kind !== "tool"
        ? []
        : policy.rules.flatMap((rule) => attemptWith(rule, { court, part, policy, denies: denying.has(rule.id) })),
    ),
  );
}

interface Place {
  readonly court: Court;
  readonly part: Part;
  readonly policy: Policy;
  readonly denies: boolean;
}

function attemptWith(rule: Rule, place: Place): readonly Attempt[] {
  const { court, part, policy } = place;
  const isFailing = (condition: Condition): boolean =>
    compileCondition(condition, stanceOf(rule))(part, court) !== TRUE;
  const failing = rule.when.filter(isFailing);
  const [only] = failing;
  if (rule.effect === "deny") return place.denies ? withoutDeny(rule, place) : [];
  if (only === undefined || failing.length > 1 || isSubject(only)) return [];
  const change = changeOf(only, rule, { court, part });
  const changed = { ...rule, when: rule.when.filter((condition) => condition !== only) };
  return change === null ? [] : [{ change, snapshot: withRule(court.snapshot, policy, [rule, changed]) }];
}

/** A deny would have to fail in something: the first of its conditions that a call can change is named. */
function withoutDeny(rule: Rule, { court, part, policy }: Place): readonly Attempt[] {
  const last = rule.when.at(-1);
  if (last === undefined) return [];
  const change = `not (${wish(describeCondition(last, part, court))})`;
  return [{ change, snapshot: withRule(court.snapshot, policy, [rule, null]) }];
}

/** The snapshot with a rule replaced, or without it. */
function withRule(
  snapshot: Snapshot,
  policy: Policy,
  [before, after]: readonly [before: Rule, after: Rule | null],
): Snapshot {
  const rules = policy.rules.flatMap((each) => (each === before ? (after ?? []) : each));
  return { ...snapshot, policies: snapshot.policies.map((each) => (each === policy ? { ...policy, rules } : each)) };
}

/** What would have to hold; of an expression the one member that does not, where nothing behind it is unknown. */
function changeOf(condition: Condition, rule: Rule, { court, part }: Pick<Place, "court" | "part">): string | null {
  if (condition.kind !== "holds") return wish(describeCondition(condition, part, court));
  const seen = describeHolds(condition.of, part, { scene: court, stance: stanceOf(rule) });
  const last = seen.at(-1);
  if (last === undefined || last.truth === TRUE) return null;
  return wish(last);
}
