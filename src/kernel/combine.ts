/** How the rules of one policy become its answer: docs/spec/decision.md, rules 13 and 14. */

import { STRICTNESS } from "./effect.ts";
import { TRUE } from "./truth.ts";
import { together, type Verdict, type Voice } from "./voice.ts";

/** Voices in order of rank; null when the policy is silent. */
export type Combine = (voices: readonly Voice[]) => Verdict | null;

export const COMBINE: Readonly<Record<"first_match" | "deny_overrides", Combine>> = {
  first_match: firstMatch,
  deny_overrides: strictest,
};

/** All voices of the strictest effect. Never short-circuited: every rule that says so is named. */
function strictest(voices: readonly Voice[]): Verdict | null {
  const [first] = voices;
  if (first === undefined || voices.length === 1) return first?.alone ?? null;
  let effect = first.effect;
  for (const voice of voices) if (STRICTNESS[voice.effect] > STRICTNESS[effect]) effect = voice.effect;
  const loudest = voices.filter((voice) => voice.effect === effect);
  const said = loudest.length === 1 ? (loudest[0] as Voice).alone : together(effect, loudest, null);
  return underCondition(
    said,
    voices.every(({ alone }) => alone.conditional),
  );
}

function underCondition(verdict: Verdict, conditional: boolean): Verdict {
  return verdict.conditional === conditional ? verdict : { ...verdict, conditional };
}

/**
 * The first certain rule decides; an uncertain restriction decides unless a later rule that speaks denies.
 *
 * Session rules have negative ranks and so come first; where one decides, the admin rules are also heard alone.
 */
function firstMatch(voices: readonly Voice[]): Verdict | null {
  const decided = walk(voices);
  if (decided === null || decided.rank >= 0) return decided?.alone ?? null;
  const admin = walk(voices.filter((voice) => voice.rule.tier === "admin"));
  const overruled = admin !== null && STRICTNESS[admin.effect] > STRICTNESS[decided.effect];
  return overruled ? admin.alone : decided.alone;
}

function walk(voices: readonly Voice[]): Voice | null {
  let pending: Voice | null = null;
  for (const voice of voices) {
    if (voice.effect === "deny") return voice;
    if (voice.truth === TRUE) return pending ?? voice;
    pending ??= voice;
  }
  return pending;
}

/** The stricter of two answers; equal ones speak together. */
export function stricter(a: Verdict | null, b: Verdict | null): Verdict | null {
  if (a === null || b === null) return a ?? b;
  return underCondition(stricterOf(a, b), a.conditional && b.conditional);
}

function stricterOf(a: Verdict, b: Verdict): Verdict {
  if (a.effect !== b.effect) return STRICTNESS[a.effect] > STRICTNESS[b.effect] ? a : b;
  if (b.voices.length === 0 && (b.mode === null || b.mode === a.mode)) return a;
  if (a.voices.length === 0 && (a.mode === null || a.mode === b.mode)) return b;
  return together(a.effect, [...a.voices, ...b.voices], a.mode ?? b.mode);
}
