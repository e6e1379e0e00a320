/** One part of a request, judged by all policies: docs/spec/decision.md, rules 11 to 17. */

import { type Candidate, residualTruth, wholeTruth } from "./candidate.ts";
import { COMBINE, stricter } from "./combine.ts";
import { type CompiledPolicy, type CompiledSnapshot, compileSession, NO_RULES } from "./compile.ts";
import type { Scene } from "./condition.ts";
import type { Part } from "./request.ts";
import type { Rule, Snapshot } from "./rule.ts";
import { FALSE } from "./truth.ts";
import { startVisit, visit } from "./visit.ts";
import { DEFAULT_DENY, MODE_VERDICTS, speak, type Verdict, type Voice } from "./voice.ts";

export interface Court extends Scene {
  readonly snapshot: Snapshot;
  readonly compiled: CompiledSnapshot;
}

/** `full`: rules and mode answer; `restrict`: rules may deny or ask, and an answer of allow is silence. */
export type How = "full" | "restrict";

/** Null when the part has no say: a redirect or a whole line that no restriction is about. */
export function judgePart(court: Court, part: Part, how: How): Verdict | null {
  const { policies } = court.compiled;
  let verdict: Verdict | null = null;
  for (let i = 0; i < policies.length; i++) {
    const compiled = policies[i] as CompiledPolicy;
    if (part.kind === "tool" || compiled.policy.about === "action") {
      const next = hear(compiled, court, part);
      if (how === "full" || next?.effect !== "allow") verdict = verdict === null ? next : stricter(verdict, next);
    }
  }
  if (!court.compiled.hasToolPolicy && part.kind === "tool" && court.facts.session !== undefined)
    verdict = stricter(verdict, hear(NO_RULES, court, part));
  if (how === "restrict" && verdict?.effect === "allow") return null;
  return verdict ?? (how === "full" ? byDefault(part, court.snapshot) : null);
}

/** What one policy says; null when it is silent. */
function hear(compiled: CompiledPolicy, court: Court, part: Part): Verdict | null {
  const session = court.facts.session;
  if (session !== undefined && session.rules.length > 0 && compiled.policy.about === "tool")
    return hearSession(compiled, court, { part, rules: session.rules });
  const voices = voicesOf(compiled, court, part);
  const first = voices[0];
  if (first === undefined) return null;
  return voices.length === 1 ? first.alone : COMBINE[compiled.policy.combine](voices);
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
  const to = startVisit(part, court);
  visit(root, to);
  const { found, sure } = to;
  let only: Voice | null = null;
  let many: Voice[] | null = null;
  for (let i = 0; i < found.length; i++) {
    const candidate = found[i] as Candidate;
    const truth = sure ? residualTruth(candidate, part, court) : wholeTruth(candidate, part, court);
    const voice = truth === FALSE ? null : speak(candidate, policy, truth);
    if (voice === null) continue;
    if (many !== null) many.push(voice);
    else if (only === null) only = voice;
    else many = [only, voice];
  }
  return many === null ? (only === null ? SILENCE : only.alone.voices) : inOrder(many);
}

/** By rank, each rule once: the index may find a rule by several of its texts. */
function inOrder(voices: Voice[]): readonly Voice[] {
  voices.sort((a, b) => a.rank - b.rank);
  return voices.filter((voice, i) => i === 0 || voice.rank !== (voices[i - 1] as Voice).rank);
}

/** A tool call that no rule is about gets the approval mode; nothing else does, and nothing that moves value. */
function byDefault(part: Part, { mode }: Snapshot): Verdict {
  if (part.kind !== "tool" || mode === null || part.moves_value) return DEFAULT_DENY;
  const allowed = mode === "yolo" || (mode === "autoEdit" && part.auto_edit);
  return MODE_VERDICTS[mode][allowed ? "allow" : "ask"];
}
