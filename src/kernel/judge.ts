/** One part of a request, judged by all policies: docs/spec/decision.md, rules 11 to 17. */

import { find, truthOf } from "#lookup";
import type { Candidate } from "./candidate.ts";
import { COMBINE, stricter } from "./combine.ts";
import { type CompiledPolicy, type CompiledSnapshot, compileSession, governedBy, NO_RULES } from "./compile.ts";
import type { Scene } from "./condition.ts";
import { ACTION_TYPE, ENTITY_OF } from "./entity.ts";
import type { Part } from "./request.ts";
import type { Otherwise, Policy, Rule, Snapshot } from "./rule.ts";
import { FALSE, UNKNOWN } from "./truth.ts";
import { sameUid } from "./uid-map.ts";
import {
  approved,
  asking,
  DEFAULT_DENY,
  isLiftable,
  MODE_VERDICTS,
  speak,
  together,
  type Verdict,
  type Voice,
} from "./voice.ts";

export interface Court extends Scene {
  readonly snapshot: Snapshot;
  readonly compiled: CompiledSnapshot;
  /** True while it is asked what would be if all approvals were given. */
  readonly lifted: boolean;
  /** What approvals were given for: ids of rules, null for the mode; null when there are none. */
  readonly grants: ReadonlySet<string | null> | null;
  /** Rules whose expressions failed, each with the first part it failed on; null while there are none. */
  faults: Map<Rule, Fault> | null;
}

export interface Fault {
  readonly rule: Rule;
  readonly rank: number;
  readonly policy: Policy;
  readonly part: Part;
}

/** `full`: rules and mode answer; `restrict`: rules may deny or ask, and an answer of allow is silence. */
export type How = "full" | "restrict";

/** Null when the part has no say: a redirect or a whole line that no restriction is about. */
export function judgePart(court: Court, part: Part, how: How): Verdict | null {
  const verdict = judgeBy(court, part, how);
  if (verdict === null || verdict.effect !== "deny" || verdict.voices.length === 0) return verdict;
  return verdict.voices.every(isLiftable) ? lift(court, verdict, { part, how }) : verdict;
}

/**
 * What nothing but liftable denies denies is asked, if it were allowed without them. A part that is only restricted is
 * never allowed: it is asked if nothing else denies it, for the parts beside it say whether anything is allowed.
 */
function lift(court: Court, verdict: Verdict, { part, how }: { readonly part: Part; readonly how: How }): Verdict {
  const without = judgeBy({ ...court, lifted: true }, part, how);
  if (without?.effect === "deny") return verdict;
  const asks = verdict.voices.map(asking);
  return without?.effect === "ask"
    ? together("ask", [...asks, ...without.voices], without.mode)
    : together("ask", asks, null);
}

function judgeBy(court: Court, part: Part, how: How): Verdict | null {
  const { policies } = court.compiled;
  let verdict: Verdict | null = null;
  for (let i = 0; i < policies.length; i++) {
    const compiled = policies[i] as CompiledPolicy;
    if (part.kind === "tool" || compiled.policy.about !== "tool") {
      const next = hear(compiled, court, part);
      verdict = verdict === null ? next : stricter(verdict, next);
    }
  }
  if (!court.compiled.hasToolPolicy && part.kind === "tool" && court.facts.session !== undefined)
    verdict = stricter(verdict, hear(NO_RULES, court, part));
  if (how === "restrict" && verdict?.effect === "allow") return null;
  if (verdict !== null && !verdict.conditional) return verdict;
  if (how === "restrict") return null;
  const unanswered = byDefault(part, court);
  return unanswered.effect === "deny" ? unanswered : stricter(unanswered, verdict);
}

/** What one policy says; null when it is silent. */
function hear(compiled: CompiledPolicy, court: Court, part: Part): Verdict | null {
  const session = court.facts.session;
  if (session !== undefined && session.rules.length > 0 && compiled.policy.about === "tool")
    return hearSession(compiled, court, { part, rules: session.rules });
  const voices = voicesOf(compiled, court, part);
  const said = voices.length === 0 ? null : combined(compiled, voices);
  const { otherwise } = compiled.policy;
  return otherwise === undefined || isAnswered(said) ? said : stricter(said, statedDefault(otherwise, court, part));
}

function combined({ policy }: CompiledPolicy, voices: readonly Voice[]): Verdict | null {
  return voices.length === 1 ? (voices[0] as Voice).alone : COMBINE[policy.combine](voices);
}

function isAnswered(verdict: Verdict | null): boolean {
  return verdict !== null && !verdict.conditional;
}

function statedDefault({ action, effect }: Otherwise, { request }: Court, part: Part): Verdict | null {
  return sameUid(ENTITY_OF.action(part, request), { type: ACTION_TYPE, id: action })
    ? MODE_VERDICTS.stated[effect]
    : null;
}

interface SessionHearing {
  readonly part: Part;
  readonly rules: readonly Rule[];
}

function hearSession(compiled: CompiledPolicy, court: Court, { part, rules }: SessionHearing): Verdict | null {
  const voices = [...sessionVoices(rules, court, part), ...voicesOf(compiled, court, part)];
  return COMBINE[compiled.policy.combine](voices);
}

/** Session rules stand in front of the tool policies: their ranks come before all others. */
function sessionVoices(rules: readonly Rule[], court: Court, part: Part): readonly Voice[] {
  return voicesOf(compileSession(rules), court, part).map((voice) => {
    const voices: Voice[] = [];
    const moved: Voice = { ...voice, rank: voice.rank - rules.length, alone: { ...voice.alone, voices } };
    voices.push(moved);
    return moved;
  });
}

const SILENCE: readonly Voice[] = Object.freeze([]);

/** All rules that speak on the part, in order of rank. */
function voicesOf({ root, policy }: CompiledPolicy, court: Court, part: Part): readonly Voice[] {
  if (root === null) return SILENCE;
  const to = find(root, part, court);
  const { found } = to;
  let only: Voice | null = null;
  let many: Voice[] | null = null;
  for (let i = 0; i < found.length; i++) {
    const candidate = found[i] as Candidate;
    const truth = truthOf(candidate, to);
    if (truth === UNKNOWN && policy.faults !== undefined) noteFault(court, candidate, { policy, part });
    const said = truth === FALSE ? null : speak(candidate, policy, truth);
    const voice = court.grants === null || said === null ? said : approved(said, court.grants);
    if (voice === null || (court.lifted && isLiftable(voice))) continue;
    if (many !== null) many.push(voice);
    else if (only === null) only = voice;
    else many = [only, voice];
  }
  return many === null ? (only === null ? SILENCE : only.alone.voices) : inOrder(many);
}

function noteFault(court: Court, { rule, rank }: Candidate, place: Pick<Fault, "policy" | "part">): void {
  court.faults ??= new Map();
  if (!court.faults.has(rule)) court.faults.set(rule, { rule, rank, ...place });
}

/** By rank, each rule once: the index may find a rule by several of its texts. */
function inOrder(voices: Voice[]): readonly Voice[] {
  voices.sort((a, b) => a.rank - b.rank);
  return voices.filter((voice, i) => i === 0 || voice.rank !== (voices[i - 1] as Voice).rank);
}

/**
 * A tool call that no rule is about gets the approval mode; nothing else does, nothing that moves value, and nothing
 * that a policy without modes governs.
 */
function byDefault(part: Part, court: Court): Verdict {
  const { mode } = court.snapshot;
  if (part.kind !== "tool" || mode === null || part.moves_value || isGoverned(part, court)) return DEFAULT_DENY;
  const allowed = mode === "yolo" || (mode === "autoEdit" && part.auto_edit) || court.grants?.has(null) === true;
  return MODE_VERDICTS[mode][allowed ? "allow" : "ask"];
}

function isGoverned(part: Part, court: Court): boolean {
  return court.compiled.policies.some(({ policy }) => {
    const governed = governedBy(policy);
    if (governed === null) return false;
    const to = find(governed, part, court);
    return to.found.some((candidate) => truthOf(candidate, to) !== FALSE);
  });
}
