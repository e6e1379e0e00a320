/** The decision: pure, total, the same bytes for the same inputs. docs/spec/decision.md says every step. */

import { faultOf } from "#cedar";
import { hearBudgets } from "#money";
import type { Code } from "./code.ts";
import { stricter } from "./combine.ts";
import { compile } from "./compile.ts";
import type { Decision, NearMiss, Problem, Reason } from "./decision.ts";
import { type Effect, STATUS } from "./effect.ts";
import type { Facts } from "./facts.ts";
import { type Gate, gateOf, isShut } from "./gate.ts";
import { type Court, type Fault, type How, judgePart } from "./judge.ts";
import { nearMisses } from "./near-miss.ts";
import type { Part, Request } from "./request.ts";
import type { Condition, Rule, Snapshot } from "./rule.ts";
import { TRUE } from "./truth.ts";
import { DEFAULT_DENY, problemOf, sourceOf, type Verdict, type Voice } from "./voice.ts";

/** Decides one normalised request; everything but `id`, `call_id`, `request_hash`, `reservations` and `entry`. */
export function decide(request: Request, snapshot: Snapshot, facts: Facts): Decision {
  const court = courtOf(request, snapshot, facts);
  const { parts } = request;
  const only = parts[0];
  if (only !== undefined && parts.length === 1 && only.judged === "full")
    return conclude(court, judgePart(court, only, "full") ?? DEFAULT_DENY, only);
  const { verdict, part } = judgeParts(court, parts);
  return conclude(court, verdict, part);
}

/** All that a judgement looks at. */
export function courtOf(request: Request, snapshot: Snapshot, facts: Facts): Court {
  const compiled = compile(snapshot);
  const { entities } = compiled;
  const { schema } = snapshot;
  const grants = grantsOf(facts);
  return { request, facts, entities, schema, seen: null, snapshot, compiled, lifted: false, grants, faults: null };
}

function grantsOf({ approvals }: Facts): Court["grants"] {
  if (approvals === undefined || approvals.length === 0) return null;
  return new Set(approvals.flatMap(({ grants }) => grants));
}

interface Judgement {
  readonly verdict: Verdict;
  /** The first part that was answered as the whole was; null when no part answered. */
  readonly part: Part | null;
}

/** Redirects wait until it is known whether an allow with argument conditions stands beside them. */
function judgeParts(court: Court, parts: readonly Part[]): Judgement {
  const first = parts.map((part) => judged(court, part, part.judged === "full" ? "full" : "restrict"));
  const guarded = first.some(({ verdict }) => verdict?.effect === "allow" && verdict.voices.some(looksAtArguments));
  const all = guarded
    ? first.map((each) => (each.part.judged === "beside" ? judged(court, each.part, "full") : each))
    : first;
  const verdict = all.reduce<Verdict | null>((strictest, each) => stricter(strictest, each.verdict), null);
  const decisive = all.find((each) => each.verdict !== null && each.verdict.effect === verdict?.effect);
  return { verdict: verdict ?? DEFAULT_DENY, part: decisive?.part ?? null };
}

interface Judged {
  readonly part: Part;
  readonly verdict: Verdict | null;
}

function judged(court: Court, part: Part, how: How): Judged {
  return { part, verdict: judgePart(court, part, how) };
}

function looksAtArguments({ rule }: Voice): boolean {
  return rule.when.some(mentionsArguments);
}

function mentionsArguments(condition: Condition): boolean {
  if (condition.kind === "and" || condition.kind === "or") return condition.of.some(mentionsArguments);
  if (condition.kind === "not") return mentionsArguments(condition.of);
  // What an expression asks of the context may be the arguments: then they are looked at.
  if (condition.kind === "holds") return true;
  return "field" in condition && (condition.field === "args" || condition.field.startsWith("args."));
}

/** The verdict of the rules becomes the decision, unless a gate, a freeze, a budget or the absence of humans denies. */
function conclude(court: Court, verdict: Verdict, part: Part | null): Decision {
  const gate = gateOf(court);
  const judgement = { verdict, part };
  if (court.snapshot.budgets.length === 0 || verdict.effect === "deny" || isShut(gate))
    return settle(court, gate, judgement);
  const heard = hearBudgets(court, verdict);
  if (heard.denial === null) return settle(court, gate, { verdict: heard.verdict, part });
  return answer(court, heard.verdict, because(heard.denial.code, heard.denial.detail));
}

function settle(court: Court, gate: Gate, { verdict, part }: Judgement): Decision {
  const effect = isShut(gate) ? "deny" : outcome(verdict.effect, court);
  if (effect === "ask") return answer(court, verdict, NOT_DENIED);
  if (effect === "allow") return answer(court, withRows(verdict, gate.passed), NOT_DENIED);
  const isOverruled = verdict.effect !== "deny" && (isShut(gate) || verdict.effect === "allow");
  const told = withRows(isOverruled ? DEFAULT_DENY : verdict, gate.failed);
  return answer(court, told, denialOf(court, gate, { verdict, part }));
}

/** The rows of tables beside those of rules; each id is named once. */
function withRows(verdict: Verdict, rows: readonly Reason[]): Verdict {
  if (rows.length === 0) return verdict;
  const { told } = verdict;
  const ids = rows.map(({ rule }) => rule).filter((id) => id !== null);
  const matched_rules = [...new Set([...told.matched_rules, ...ids])];
  return { ...verdict, told: { ...told, matched_rules, reasons: [...told.reasons, ...rows] } };
}

function outcome(effect: Effect, { snapshot, facts }: Court): Effect {
  const isAnswered = facts.ask !== undefined || snapshot.settings.headless;
  return effect === "ask" && isAnswered ? "deny" : effect;
}

/** Why it is denied; without a code it is not. */
interface Denial {
  readonly deny_code: Code | null;
  readonly deny_detail: string | null;
  readonly near_misses: readonly NearMiss[];
}

const NO_MISSES: readonly NearMiss[] = Object.freeze([]);
const NOT_DENIED: Denial = Object.freeze({ deny_code: null, deny_detail: null, near_misses: NO_MISSES });

function answer(court: Court, { effect: said, told }: Verdict, denial: Denial): Decision {
  const { snapshot, request } = court;
  const effect = denial.deny_code === null ? said : "deny";
  return {
    decision: effect,
    status: STATUS[effect],
    deny_code: denial.deny_code,
    deny_detail: denial.deny_detail,
    policy_snapshot_hash: snapshot.hash,
    matched_rules: told.matched_rules,
    reasons: effect === "deny" || !isLifted(request) ? told.reasons : [...told.reasons, { ...LIFTED, effect }],
    near_misses: denial.near_misses,
    errors: court.faults === null ? told.errors : withFaults(told.errors, court, [...court.faults.values()]),
    approvals: effect === "ask" ? told.approvals : null,
    constraints: effect === "deny" ? null : request.constraints,
  };
}

/** What is sensitive is not denied, because the configuration says so. */
function isLifted({ attributes }: Request): boolean {
  return attributes?.is_sensitive_action === true && attributes.allow_sensitive_tools;
}

const LIFTED: Omit<Reason, "effect"> = {
  rule: null,
  tier: null,
  source: null,
  text: "sensitive, and `allow_sensitive_tools` lifts the need of an approval",
};

/** Every rule whose expression failed is told, whether it mattered or not: a policy that fails needs its author. */
function withFaults(errors: readonly Problem[], court: Court, faults: readonly Fault[]): readonly Problem[] {
  const problems = faults
    .toSorted(inOrderOf(court))
    .map(({ rule, policy, part }) => problemOf(rule, policy, causeOf(rule, part, court)));
  const failed = new Set(problems.map(({ rule }) => rule));
  return [...errors.filter(({ rule }) => !failed.has(rule)), ...problems];
}

/** In order of parts, policies and rules; the index finds them in its own. */
function inOrderOf({ request, snapshot }: Court): (a: Fault, b: Fault) => number {
  const place = (within: readonly unknown[], a: unknown, b: unknown): number => within.indexOf(a) - within.indexOf(b);
  return (a, b) =>
    place(request.parts, a.part, b.part) || place(snapshot.policies, a.policy, b.policy) || a.rank - b.rank;
}

function causeOf({ when }: Rule, part: Part, court: Court): string | null {
  for (const condition of when) {
    const cause = condition.kind === "holds" ? faultOf(condition.of, part, court) : null;
    if (cause !== null) return cause;
  }
  return null;
}

/** The code and its sentence come from the first of: refusal, denying rule, freeze and tables, missing approver, near miss. */
function denialOf(court: Court, { refusal, denial }: Gate, { verdict, part }: Judgement): Denial {
  const { request } = court;
  if (refusal !== null) return because(refusal.code, refusal.detail);
  const { voices } = verdict;
  if (verdict.effect === "deny" && voices.length > 0) return denied(voices[0] as Voice, part);
  if (denial !== null) return because(denial.code, denial.detail);
  if (verdict.effect === "ask") return UNAPPROVED[court.facts.ask ?? "none"];
  // A near miss would not have helped: whatever else allows, the default denies.
  if (verdict.mode === "stated")
    return because(
      "policy.no_matching_rule",
      `no rule answers ${named(part, request)}, and the policy's default denies`,
    );
  const near = part === null ? null : nearMisses(court, part);
  if (near === null) return because("policy.no_matching_rule", `no rule allows ${named(part, request)}`);
  return { deny_code: near.code, deny_detail: near.detail, near_misses: near.misses };
}

const UNAPPROVED: Readonly<Record<NonNullable<Facts["ask"]> | "none", Denial>> = {
  refused: because("approval.refused", "the approval that is required was refused"),
  expired: because("approval.expired", "the approval that is required did not come in time: ask again"),
  none: because("approval.required", "an approval is required and nobody can be asked"),
};

function because(deny_code: Code, deny_detail: string): Denial {
  return { deny_code, deny_detail, near_misses: NO_MISSES };
}

function denied({ rule, policy, truth }: Voice, part: Part | null): Denial {
  const text = part?.kind === "tool" && part.text !== null ? `, in \`${part.text}\`` : "";
  const reason = rule.reason === null ? "" : `: ${rule.reason}`;
  const how = truth === TRUE ? "denied" : "denied, because it cannot be decided,";
  const code = rule.code ?? (truth === TRUE ? "policy.denied" : "policy.undecidable");
  return because(code, `${how} by \`${rule.id}\` (${sourceOf(rule, policy)})${reason}${text}`);
}

function named(part: Part | null, { action, resource }: Request): string {
  if (part?.kind === "tool") return part.text === null ? `tool \`${part.tool}\`` : `\`${part.text}\``;
  return part === null ? `\`${action.id}\` on \`${resource.id}\`` : `action \`${part.action}\``;
}
