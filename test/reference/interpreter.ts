/** The naive reference: docs/spec/decision.md rule by rule. Numbers in comments are the rule numbers there. */

import type { Code } from "../../src/kernel/code.ts";
import type { Decision, NearMiss, Problem, Reason } from "../../src/kernel/decision.ts";
import { type Effect, STATUS, STRICTNESS } from "../../src/kernel/effect.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import type { Part, Request } from "../../src/kernel/request.ts";
import type { Policy, Rule, Snapshot } from "../../src/kernel/rule.ts";
import { and, type Holes, readsArgs, type Scene, type Truth, truthOf } from "./condition.ts";
import { someFillingMatches } from "./glob.ts";

/** Stands in a reference decision where the specification leaves the wording free. */
export const ANY_TEXT = "…";

export type Decide = (request: Request, snapshot: Snapshot, facts: Facts) => Decision;

interface Placed {
  readonly rule: Rule;
  readonly source: string;
}

interface Vote extends Placed {
  readonly truth: Truth;
  readonly answer: Effect;
}

interface Verdict {
  readonly scene: Scene;
  readonly by: "rules" | "mode" | "default" | "nobody";
  readonly answer: Effect | null;
  readonly votes: readonly Vote[];
}

/** The reference with the exact hole test. */
export const referenceDecide: Decide = referenceWith(someFillingMatches);

/** The reference with a given hole test (7 leaves its precision free). */
export function referenceWith(holes: Holes): Decide {
  return (request, snapshot, facts) => {
    const verdicts = judgeParts(request, snapshot, (part) => ({ request, part, facts, holes }));
    const ruled = strictest(verdicts.flatMap((verdict) => verdict.answer ?? [])) ?? "deny"; // 18
    const answer = request.refusal !== null || facts.frozen === true ? "deny" : ruled; // 19
    const decision = answer === "ask" && snapshot.settings.headless ? "deny" : answer; // 20
    const deciding = verdicts.flatMap((verdict) => verdict.votes).filter((vote) => vote.answer === decision);
    const modes = verdicts.some(({ by, answer }) => by === "mode" && answer === decision) ? [modeReason(decision)] : [];
    const reasons = [...distinct(deciding).map(reasonOf), ...modes]; // 21
    const near_misses =
      decision === "deny" && deciding.length === 0 && request.refusal === null ? nearMisses(verdicts, snapshot) : []; // 23
    const codes = [request.refusal?.code, ruleCode(deciding), facts.frozen === true ? "policy.frozen" : null];
    const fallbacks = [answer === "ask" ? "approval.required" : null, near_misses[0]?.code, "policy.no_matching_rule"];
    return {
      decision,
      status: STATUS[decision],
      deny_code: decision === "deny" ? (([...codes, ...fallbacks].find((code) => code) as Code) ?? null) : null, // 22
      deny_detail: decision === "deny" ? ANY_TEXT : null,
      policy_snapshot_hash: snapshot.hash,
      matched_rules: reasons.flatMap(({ rule }) => rule ?? []),
      reasons,
      near_misses,
      errors: distinct(deciding).flatMap(problemsOf), // 15
      approvals: decision === "ask" ? { missing: reasons.map(({ rule }) => rule) } : null, // 24
      constraints: decision === "deny" ? null : request.constraints, // 24
    };
  };
}

function judgeParts(request: Request, snapshot: Snapshot, sceneOf: (part: Part) => Scene): readonly Verdict[] {
  const first = request.parts.map((part) => judge(sceneOf(part), snapshot, part.judged));
  const byArguments = first.some(
    ({ answer, votes }) => answer === "allow" && votes.some(({ rule }) => rule.when.some(readsArgs)),
  );
  return first.map((verdict) =>
    byArguments && verdict.scene.part.judged === "beside"
      ? judge(verdict.scene, snapshot, "full") // 17
      : verdict,
  );
}

function judge(scene: Scene, snapshot: Snapshot, judged: Part["judged"]): Verdict {
  const votes = policiesOf(snapshot).flatMap((policy) => votesOf(policy, scene, judged));
  const answer = strictest(votes.map((vote) => vote.answer)); // 16
  if (answer !== null) return { scene, by: "rules", answer, votes };
  if (judged !== "full") return { scene, by: "nobody", answer, votes }; // 12, 16
  const mode = modeAnswer(scene.part, snapshot);
  return mode === null ? { scene, by: "default", answer: "deny", votes } : { scene, by: "mode", answer: mode, votes };
}

function modeAnswer(part: Part, { mode }: Snapshot): Effect | null {
  if (part.kind !== "tool" || part.moves_value || mode === null) return null;
  return mode === "yolo" || (mode === "autoEdit" && part.auto_edit) ? "allow" : "ask";
}

function votesOf(policy: Policy, scene: Scene, judged: Part["judged"]): readonly Vote[] {
  if (!speaksOn(policy, scene)) return [];
  const heard = rulesOn(policy, scene).filter(({ rule }) => judged === "full" || rule.effect !== "allow"); // 12
  if (policy.combine === "deny_overrides") return heard.flatMap((placed) => voteOf(placed, scene)); // 13
  const all = walk(heard, scene); // 14
  const admin = walk(
    heard.filter(({ rule }) => rule.tier === "admin"),
    scene,
  );
  return strength(admin) > strength(all) ? admin : all;
}

/** 11 */
function speaksOn({ about }: Policy, { part }: Scene): boolean {
  return about === "action" || part.kind === "tool";
}

/** 14; in deny_overrides session rules are ordinary rules of the policy. */
function rulesOn(policy: Policy, { facts }: Scene): readonly Placed[] {
  const session = policy.about === "tool" ? (facts.session?.rules ?? []) : [];
  const placed = session.map((rule) => ({ rule, source: `session:${rule.line}` }));
  return [...placed, ...policy.rules.map((rule) => ({ rule, source: `${policy.source}:${rule.line}` }))];
}

/** Session rules speak even if no policy is about tools. */
function policiesOf({ policies }: Snapshot): readonly Policy[] {
  const about = policies.some((policy) => policy.about === "tool");
  return about ? policies : [...policies, { source: "", about: "tool", combine: "first_match", rules: [] }];
}

/** 14: the one vote that decides. What asks without being true decides unless a deny comes before anything true. */
function walk(rules: readonly Placed[], scene: Scene): readonly Vote[] {
  const votes = rules.flatMap((placed) => voteOf(placed, scene));
  const last = votes.find((vote) => vote.truth === "true" || vote.answer === "deny");
  return last?.answer === "deny" ? [last] : votes.slice(0, 1);
}

function voteOf(placed: Placed, scene: Scene): readonly Vote[] {
  const { effect, when } = placed.rule;
  const truth = and(
    when.map((condition) => truthOf(condition, effect === "allow" ? "permissive" : "restrictive", scene)),
  ); // 4, 5
  if (truth === "false" || (effect === "allow" && truth !== "true")) return [];
  return [{ ...placed, truth, answer: effect === "deny" && truth === "open" ? "ask" : effect }];
}

function strength(votes: readonly Vote[]): number {
  const answer = strictest(votes.map((vote) => vote.answer));
  return answer === null ? -1 : STRICTNESS[answer];
}

function strictest(answers: readonly Effect[]): Effect | null {
  return answers.reduce<Effect | null>((a, b) => (a === null || STRICTNESS[b] > STRICTNESS[a] ? b : a), null);
}

function reasonOf({ rule, source, answer }: Vote): Reason {
  return { rule: rule.id, effect: answer, tier: rule.tier, source, text: rule.reason ?? ANY_TEXT };
}

function modeReason(effect: Effect): Reason {
  return { rule: null, effect, tier: null, source: null, text: ANY_TEXT };
}

function problemsOf({ rule, source, truth }: Vote): readonly Problem[] {
  return truth === "true" ? [] : [{ rule: rule.id, code: "policy.undecidable", text: ANY_TEXT, source }];
}

/** 22 */
function ruleCode([first]: readonly Vote[]): Code | null {
  if (first?.answer !== "deny") return null;
  return first.rule.code ?? (first.truth === "true" ? "policy.denied" : "policy.undecidable");
}

/** 23 of the first part denied by default, without its bound on large policies. */
function nearMisses(verdicts: readonly Verdict[], { policies }: Snapshot): readonly NearMiss[] {
  const scene = verdicts.find(({ by }) => by === "default")?.scene;
  if (scene === undefined) return [];
  const speaking = policies.filter((policy) => speaksOn(policy, scene));
  const found = speaking.flatMap(({ rules }) => rules.flatMap((rule) => missOf(rule, scene)));
  const ranked = MISSES.flatMap((codes) => found.filter(({ code }) => codes.includes(code)));
  return ranked.slice(0, 3);
}

const MISSES: readonly (readonly Code[])[] = [
  ["policy.limit_exceeded", "policy.amount_missing"],
  ["policy.currency_mismatch"],
  ["policy.tenant_mismatch"],
  ["policy.outside_validity"],
];

function missOf({ id, effect, when }: Rule, scene: Scene): readonly NearMiss[] {
  const failing = when.filter((condition) => truthOf(condition, "permissive", scene) !== "true");
  const [failed] = failing;
  if (effect !== "allow" || failed === undefined || failing.length > 1) return [];
  const unknown = truthOf(failed, "permissive", scene) === "unknown";
  const near = (code: Code, actual: string | null): readonly NearMiss[] => [
    { rule: id, condition: ANY_TEXT, actual, expected: ANY_TEXT, code },
  ];
  const timed = failed.kind === "since" || failed.kind === "until";
  if (timed) return near("policy.outside_validity", scene.facts.at ?? null);
  if (!("field" in failed)) return [];
  const actual = (field: "amount" | "currency" | "tenant") => (scene.part.kind === "action" ? scene.part[field] : null);
  if (failed.field === "currency") return near("policy.currency_mismatch", actual("currency"));
  if (failed.field === "tenant") return near("policy.tenant_mismatch", actual("tenant"));
  const limit = failed.field === "amount" && (failed.kind === "at_most" || failed.kind === "at_least");
  return limit ? near(unknown ? "policy.amount_missing" : "policy.limit_exceeded", actual("amount")) : [];
}

function distinct(votes: readonly Vote[]): readonly Vote[] {
  return votes.filter((vote, index) => votes.findIndex(({ rule }) => rule.id === vote.rule.id) === index);
}
