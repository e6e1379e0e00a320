/** The naive reference: docs/spec/decision.md, rule by rule. Numbers in comments are the rules'. */

import type { Decision } from "../../src/kernel/decision.ts";
import { type Effect, STRICTNESS } from "../../src/kernel/effect.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import type { Part, Request } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule, Snapshot } from "../../src/kernel/rule.ts";
import { and, type Scene, truthOf } from "./condition.ts";
import { referenceGate } from "./gate.ts";
import { hearBudgets, SILENT } from "./hear-budgets.ts";
import type { Reached } from "./near-miss.ts";
import type { Truth } from "./operator.ts";
import { report } from "./report.ts";

/** A rule that spoke, and what it said. */
export interface Vote {
  readonly rule: Rule;
  readonly source: string;
  readonly truth: Truth;
  readonly answer: Effect;
}

export interface Verdict {
  readonly scene: Scene;
  readonly answer: Effect | null;
  readonly votes: readonly Vote[];
  /** What a mode or a stated default said; null where none was asked. */
  readonly mode: Effect | null;
  /** Nobody spoke, and so it is denied. */
  readonly byDefault: boolean;
}

export type Decide = (request: Request, snapshot: Snapshot, facts: Facts) => Decision;

/** What `decide` gives, with `…` for every wording that the specification leaves free. */
export const referenceDecide: Decide = (...given) => decideWith(() => true, given);

/** The same, with what the indexes of large policies reach. */
export function decideWith(reached: Reached, [request, snapshot, facts]: Parameters<Decide>): Decision {
  const { entities } = snapshot;
  const verdicts = request.parts.map((part) => judge({ request, part, facts, entities }, snapshot));
  const byArguments = verdicts.some(
    ({ answer, votes }) => answer === "allow" && votes.some(({ rule }) => rule.when.some(readsArguments)),
  );
  const again = ({ scene }: Verdict): Verdict => judge({ ...scene, part: { ...scene.part, judged: "full" } }, snapshot);
  const all = verdicts.map((each) => (byArguments && each.scene.part.judged === "beside" ? again(each) : each)); // 17
  const gate = referenceGate(request, snapshot, facts); // G1 to G4
  const stopped = gate.refusal !== null || gate.frozen || gate.tables.some(({ fails }) => fails);
  const ruled = stopped ? "deny" : (strictest(all.map((verdict) => verdict.answer)) ?? "deny"); // 18, 19
  const heard = ruled === "deny" ? SILENT : hearBudgets(request, snapshot, facts); // B1
  const answer = heard.deny > 0 ? "deny" : ruled;
  return report({ request, snapshot, facts, reached, verdicts: all, answer, stopped, heard, gate });
}

function readsArguments(condition: Condition): boolean {
  if (condition.kind === "not") return readsArguments(condition.of);
  if (condition.kind === "and" || condition.kind === "or") return condition.of.some(readsArguments);
  if (condition.kind === "holds") return true;
  return "field" in condition && (condition.field === "args" || condition.field.startsWith("args."));
}

/** 29 */
function judge(scene: Scene, snapshot: Snapshot): Verdict {
  const verdict = judgeBy(() => true, scene, snapshot);
  const { answer, votes } = verdict;
  if (answer !== "deny" || votes.length === 0 || !votes.every(isLiftable)) return verdict;
  const without = judgeBy((vote) => !isLiftable(vote), scene, snapshot);
  if (without.answer === "deny") return verdict;
  const lifted = votes.map((vote): Vote => ({ ...vote, answer: "ask" }));
  return { ...without, answer: "ask", votes: [...lifted, ...without.votes.filter((vote) => vote.answer === "ask")] };
}

function isLiftable({ rule, answer }: Vote): boolean {
  return answer === "deny" && rule.approvals !== undefined;
}

/** 12, 16: the verdict of those votes that are heard. */
function judgeBy(isHeard: (vote: Vote) => boolean, scene: Scene, snapshot: Snapshot): Verdict {
  const policies = speaking(withSession(snapshot.policies), scene.part);
  const said = policies.flatMap((policy) => votesOf(policy, scene)).filter(isHeard);
  const full = scene.part.judged === "full";
  const spoken = (policy: Policy) => votesOf(policy, scene).some((vote) => isHeard(vote) && !isAddition(vote));
  const stated = strictest(policies.map((policy) => (spoken(policy) ? null : statedDefault(policy, scene)))); // G6
  const isAnswered = stated !== null || said.some((vote) => !isAddition(vote));
  const mode = stated ?? (full && !isAnswered ? modeAnswer(scene, snapshot) : null);
  const heard = isAnswered || mode !== null ? said : []; // 28
  const loudest = strictest([mode, ...heard.map((vote) => vote.answer)]);
  const byDefault = full && loudest === null;
  const answer = byDefault ? "deny" : loudest === "allow" && !full ? null : loudest;
  return { scene, answer, votes: heard.filter((vote) => vote.answer === answer), mode, byDefault };
}

/** G6 */
function statedDefault({ otherwise }: Policy, { part, request }: Scene): Effect | null {
  if (otherwise === undefined) return null;
  const { type, id } = part.kind === "tool" || request.kind === "action" ? request.action : { ...OWN, id: part.action };
  return type === OWN.type && id === otherwise.action ? otherwise.effect : null;
}

const OWN = { type: "Writ::Action" };

/** 28 */
function isAddition({ rule, truth }: Vote): boolean {
  return rule.effect === "allow" && truth !== "true";
}

/** 16, 30 */
function modeAnswer(scene: Scene, { mode, policies }: Snapshot): Effect | null {
  const { part } = scene;
  if (part.kind !== "tool" || part.moves_value || mode === null) return null;
  if (policies.some((policy) => isGoverned(policy, scene))) return null;
  return mode === "yolo" || (mode === "autoEdit" && part.auto_edit) ? "allow" : "ask";
}

function isGoverned({ governs, rules }: Policy, scene: Scene): boolean {
  const asks = (condition: Condition): boolean => "slot" in condition && condition.slot !== "principal";
  const isAbout = ({ when, effect }: Rule): boolean =>
    when.filter(asks).every((condition) => truthOf(condition, effect, scene) === "true");
  return governs === true && rules.some(isAbout);
}

/** 11 */
export function speaking(policies: readonly Policy[], part: Part): readonly Policy[] {
  return policies.filter(({ about }) => about !== "tool" || part.kind === "tool");
}

/** 14: session rules have a policy of their own where there is no tool policy. */
function withSession(policies: readonly Policy[]): readonly Policy[] {
  const own: Policy = { source: "", about: "tool", combine: "first_match", rules: [] };
  return policies.some(({ about }) => about === "tool") ? policies : [...policies, own];
}

function votesOf(policy: Policy, scene: Scene): readonly Vote[] {
  const session = policy.about === "tool" ? (scene.facts.session?.rules ?? []) : [];
  const votes = [
    ...session.flatMap((rule) => voteOf(rule, { source: "session" }, scene)),
    ...policy.rules.flatMap((rule) => voteOf(rule, policy, scene)),
  ];
  if (policy.combine === "deny_overrides") return votes; // 13: the strictest answer of all is taken by `judge`
  const [all, admin] = [walk(votes), walk(votes.filter(({ rule }) => rule.tier === "admin"))]; // 14
  return strictest([...all, ...admin].map(({ answer }) => answer)) === all[0]?.answer ? all : admin;
}

function voteOf(rule: Rule, { source, faults }: Pick<Policy, "source" | "faults">, scene: Scene): readonly Vote[] {
  const truth = and(rule.when.map((condition) => truthOf(condition, rule.effect, scene))); // 4
  const { effect, approvals } = rule;
  if (truth === "false" || (effect === "allow" && truth !== "true" && approvals === undefined)) return [];
  if (effect !== "allow" && truth === "unknown" && faults === "skip") return []; // 27
  const asks = effect === "allow" ? approvals !== undefined : effect === "deny" && truth === "open"; // 28, 13
  return [{ rule, source: `${source}:${rule.line}`, truth, answer: asks ? "ask" : effect }];
}

/** 14: the one vote that decides. What asks without being true decides unless a deny comes before anything true. */
function walk(votes: readonly Vote[]): readonly Vote[] {
  const last = votes.find(({ truth, answer }) => truth === "true" || answer === "deny");
  return last?.answer === "deny" ? [last] : votes.slice(0, 1);
}

export function strictest(answers: readonly (Effect | null)[]): Effect | null {
  return answers.reduce((a, b) => (a === null || (b !== null && STRICTNESS[b] > STRICTNESS[a]) ? b : a), null);
}
