/** The naive reference: docs/spec/decision.md, rule by rule. Numbers in comments are the rules'. */

import type { Code } from "../../src/kernel/code.ts";
import type { Decision } from "../../src/kernel/decision.ts";
import { type Effect, STATUS, STRICTNESS } from "../../src/kernel/effect.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import type { Part, Request } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule, Snapshot } from "../../src/kernel/rule.ts";
import { ANY_TEXT } from "./any-text.ts";
import { and, type Scene, truthOf } from "./condition.ts";
import { referenceGate } from "./gate.ts";
import { hearBudgets, SILENT } from "./hear-budgets.ts";
import { nearMisses, type Reached } from "./near-miss.ts";
import type { Truth } from "./operator.ts";

/** A rule that spoke, and what it said. */
interface Vote {
  readonly rule: Rule;
  readonly source: string;
  readonly truth: Truth;
  readonly answer: Effect;
}

interface Verdict {
  readonly scene: Scene;
  readonly answer: Effect | null;
  /** What a mode or a stated default says. */
  readonly spoken: Effect | null;
  readonly votes: readonly Vote[];
}

export type Decide = (request: Request, snapshot: Snapshot, facts: Facts) => Decision;

/** What `decide` gives, with `…` for every wording that the specification leaves free. */
export const referenceDecide: Decide = (...given) => decideWith(() => true, given);

/** The same, with what the indexes of large policies reach. */
export function decideWith(reached: Reached, [request, snapshot, facts]: Parameters<Decide>): Decision {
  const verdicts = judgeParts(request, snapshot, facts);
  const { refusal, frozen, tables } = referenceGate(request, snapshot, facts); // 25 to 28
  const failed = tables.filter(({ fails }) => fails);
  const stopped = refusal !== null || frozen || failed.length > 0;
  const ruled = stopped ? "deny" : (strictest(verdicts.map((verdict) => verdict.answer)) ?? "deny"); // 18, 19
  const heard = ruled === "deny" ? SILENT : hearBudgets(request, snapshot, facts); // B1
  const answer = heard.deny > 0 ? "deny" : ruled;
  const decision = answer === "ask" && snapshot.settings.headless ? "deny" : answer; // 20
  const votes = verdicts.flatMap((verdict) => verdict.votes).filter((vote) => vote.answer === answer);
  const spoken = distinct(votes); // 21
  const byMode = verdicts.some((verdict) => verdict.spoken === answer);
  const ids = spoken.map(({ rule }) => rule.id);
  const rows = decision === "deny" ? failed.map((table) => table.failed) : []; // 29
  if (decision === "allow") rows.push(...tables.flatMap(({ passed }) => passed));
  const mode = { rule: null, effect: answer, tier: null, source: null, text: ANY_TEXT };
  const budgets = Array(heard.deny || heard.warn).fill({ ...mode, effect: answer }); // B5, B6
  const missed = verdicts.find((verdict) => verdict.answer === "deny")?.scene;
  const byDefault = answer === "deny" && !stopped && !byMode && votes.length === 0 && missed !== undefined;
  const near_misses = byDefault ? nearMisses(speaking(snapshot.policies, missed.part), missed, reached) : []; // 23
  const codes: readonly (Code | null | undefined)[] = [
    refusal,
    answer === "deny" ? ruleCode(spoken[0]) : null,
    frozen ? "policy.frozen" : null,
    failed[0]?.code,
    heard.deny > 0 ? "policy.budget_exceeded" : null, // B5
    answer === "ask" ? "approval.required" : null,
    near_misses[0]?.code,
  ];
  return {
    decision,
    status: STATUS[decision],
    deny_code: decision === "deny" ? (codes.find((code) => code) ?? "policy.no_matching_rule") : null, // 22
    deny_detail: decision === "deny" ? ANY_TEXT : null,
    policy_snapshot_hash: snapshot.hash,
    matched_rules: [...new Set([...ids, ...rows])],
    reasons: [
      ...spoken.map(reasonOf),
      ...(byMode ? [mode] : []),
      ...budgets,
      ...rows.map((rule) => ({ ...mode, rule })),
    ],
    near_misses,
    errors: spoken.flatMap(problemOf), // 15
    approvals: decision === "ask" ? { missing: [...ids, ...(byMode ? [null] : [])] } : null, // 24
    constraints: decision === "deny" ? null : request.constraints, // 24
  };
}

function judgeParts(request: Request, snapshot: Snapshot, facts: Facts): readonly Verdict[] {
  const verdicts = request.parts.map((part) => judge({ request, part, facts }, snapshot, part.judged));
  const byArguments = verdicts.some(
    ({ answer, votes }) => answer === "allow" && votes.some(({ rule }) => rule.when.some(readsArguments)),
  );
  const again = ({ scene }: Verdict): boolean => byArguments && scene.part.judged === "beside";
  return verdicts.map((verdict) => (again(verdict) ? judge(verdict.scene, snapshot, "full") : verdict)); // 17
}

function readsArguments(condition: Condition): boolean {
  if (condition.kind === "not") return readsArguments(condition.of);
  if (condition.kind === "and" || condition.kind === "or") return condition.of.some(readsArguments);
  return "field" in condition && (condition.field === "args" || condition.field.startsWith("args."));
}

function judge(scene: Scene, snapshot: Snapshot, judged: Part["judged"]): Verdict {
  const policies = speaking(withSession(snapshot.policies), scene.part);
  const said = policies.flatMap((policy) => votesOf(policy, scene));
  const votes = said.filter((vote) => judged === "full" || vote.answer !== "allow"); // 12
  const stated = strictest(policies.map((policy) => statedDefault(policy, scene)));
  const answer = strictest([...votes.map((vote) => vote.answer), stated]); // 16
  if (answer !== null) return { scene, answer, votes, spoken: stated };
  if (judged !== "full") return { scene, answer, votes, spoken: null };
  const mode = modeAnswer(scene.part, snapshot);
  return { scene, answer: mode ?? "deny", votes, spoken: mode };
}

/** 30 */
function statedDefault(policy: Policy, scene: Scene): Effect | null {
  const { otherwise } = policy;
  if (otherwise === undefined || votesOf(policy, scene).length > 0) return null;
  const { part, request } = scene;
  const { type, id } = part.kind === "tool" || request.kind === "action" ? request.action : { ...OWN, id: part.action };
  return type === OWN.type && id === otherwise.action ? otherwise.effect : null;
}

const OWN = { type: "Writ::Action" };

/** 16 */
function modeAnswer(part: Part, { mode }: Snapshot): Effect | null {
  if (part.kind !== "tool" || part.moves_value || mode === null) return null;
  return mode === "yolo" || (mode === "autoEdit" && part.auto_edit) ? "allow" : "ask";
}

/** 11 */
function speaking(policies: readonly Policy[], part: Part): readonly Policy[] {
  return policies.filter(({ about }) => about === "action" || part.kind === "tool");
}

/** 14: session rules have a policy of their own where there is no tool policy. */
function withSession(policies: readonly Policy[]): readonly Policy[] {
  const own: Policy = { source: "", about: "tool", combine: "first_match", rules: [] };
  return policies.some(({ about }) => about === "tool") ? policies : [...policies, own];
}

function votesOf({ about, combine, rules, source }: Policy, scene: Scene): readonly Vote[] {
  const session = about === "tool" ? (scene.facts.session?.rules ?? []) : [];
  const votes = [
    ...session.flatMap((rule) => voteOf(rule, "session", scene)),
    ...rules.flatMap((rule) => voteOf(rule, source, scene)),
  ];
  if (combine === "deny_overrides") return votes; // 13: the strictest answer of all is taken by `judge`
  const [all, admin] = [walk(votes), walk(votes.filter(({ rule }) => rule.tier === "admin"))]; // 14
  return strictest([...all, ...admin].map(({ answer }) => answer)) === all[0]?.answer ? all : admin;
}

function voteOf(rule: Rule, source: string, scene: Scene): readonly Vote[] {
  const truth = and(rule.when.map((condition) => truthOf(condition, rule.effect, scene))); // 4
  if (truth === "false" || (rule.effect === "allow" && truth !== "true")) return [];
  const answer = rule.effect === "deny" && truth === "open" ? "ask" : rule.effect;
  return [{ rule, source: `${source}:${rule.line}`, truth, answer }];
}

/** 14: the one vote that decides. What asks without being true decides unless a deny comes before anything true. */
function walk(votes: readonly Vote[]): readonly Vote[] {
  const last = votes.find(({ truth, answer }) => truth === "true" || answer === "deny");
  return last?.answer === "deny" ? [last] : votes.slice(0, 1);
}

function strictest(answers: readonly (Effect | null)[]): Effect | null {
  return answers.reduce((a, b) => (a === null || (b !== null && STRICTNESS[b] > STRICTNESS[a]) ? b : a), null);
}

function distinct(votes: readonly Vote[]): readonly Vote[] {
  return votes.filter((vote, place) => votes.findIndex(({ rule }) => rule.id === vote.rule.id) === place);
}

function reasonOf({ rule, source, answer }: Vote): Decision["reasons"][number] {
  return { rule: rule.id, effect: answer, tier: rule.tier, source, text: rule.reason ?? ANY_TEXT };
}

function problemOf({ rule, source, truth }: Vote): Decision["errors"] {
  return truth === "true" ? [] : [{ rule: rule.id, code: "policy.undecidable", text: ANY_TEXT, source }];
}

/** 22 */
function ruleCode(first: Vote | undefined): Code | null {
  if (first === undefined) return null;
  return first.rule.code ?? (first.truth === "true" ? "policy.denied" : "policy.undecidable");
}
