/** What one rule says on one part, and what voices say together. */

import { READS_EXPRESSIONS } from "#cedar";
import type { Candidate } from "./candidate.ts";
import type { Approvals, Problem, Reason } from "./decision.ts";
import type { Effect, Mode } from "./effect.ts";
import type { Policy, Rule } from "./rule.ts";
import { OPEN, TRUE, type Truth, UNKNOWN } from "./truth.ts";

/** A rule that speaks. `effect` is what it says: an open deny asks. */
export interface Voice {
  readonly rule: Rule;
  readonly policy: Policy;
  readonly rank: number;
  readonly effect: Effect;
  readonly truth: Truth;
  /** What it says when nobody else speaks; made once, for a certain voice lives as long as its snapshot. */
  readonly alone: Verdict;
}

/** What asks without a rule: an approval mode, or the default that a file states. */
export type Spoken = Mode | "stated";

/** The answer of a policy, of a part, or of the whole request. Without voices it is the mode's, or the default. */
export interface Verdict {
  readonly effect: Effect;
  readonly voices: readonly Voice[];
  readonly mode: Spoken | null;
  readonly told: Told;
  /** Allows that cannot be decided: what they require is required where another rule allows, and nothing else is said. */
  readonly conditional: boolean;
}

/** A verdict as it goes into the decision. */
export interface Told {
  readonly matched_rules: readonly string[];
  readonly reasons: readonly Reason[];
  readonly errors: readonly Problem[];
  /** Of an ask. */
  readonly approvals: Approvals | null;
}

const NONE: readonly never[] = Object.freeze([]);

/** What a rule says when its conditions have this truth; null when it is silent. */
export function speak(candidate: Candidate, policy: Policy, truth: Truth): Voice | null {
  if (truth === TRUE) {
    candidate.voice ??= makeVoice(candidate, policy, truth);
    return candidate.voice;
  }
  const { effect, approvals } = candidate.rule;
  const isSilent =
    effect === "allow" ? approvals === undefined : truth === UNKNOWN && policy.faults === "skip" && READS_EXPRESSIONS;
  return isSilent ? null : makeVoice(candidate, policy, truth);
}

function makeVoice({ rule, rank }: Candidate, policy: Policy, truth: Truth): Voice {
  return voiceOf({ rule, policy, rank, truth, effect: effectOf(rule, truth) });
}

/** A deny that only run-time holes leave open asks, and so does an allow that needs approvals. */
function effectOf({ effect, approvals }: Rule, truth: Truth): Effect {
  if (effect === "allow") return approvals === undefined ? "allow" : "ask";
  return truth === OPEN ? "ask" : effect;
}

/** Member by member: objects that are put together by spreads have no shape in common, and are slow to read. */
function voiceOf(said: Pick<Voice, "rule" | "policy" | "rank" | "truth" | "effect">): Voice {
  const { rule, policy, rank, truth, effect } = said;
  const voices: Voice[] = [];
  const conditional = rule.effect === "allow" && truth !== TRUE;
  const alone: Verdict = { effect, voices, mode: null, told: tellRule(rule, said), conditional };
  const voice: Voice = { rule, policy, rank, effect, truth, alone };
  voices.push(voice);
  return voice;
}

/** A deny that approvals lift. */
export function isLiftable({ rule, effect }: Voice): boolean {
  return effect === "deny" && rule.approvals !== undefined;
}

/** What the voice still says once its rule has its approvals: what was asked is allowed, what was lifted is silent. */
export function approved(voice: Voice, grants: ReadonlySet<string | null>): Voice | null {
  if (!grants.has(voice.rule.id)) return voice;
  if (voice.rule.effect === "deny" ? voice.effect === "ask" || isLiftable(voice) : voice.alone.conditional) return null;
  return voice.effect === "ask" ? voiceOf({ ...voice, effect: "allow" }) : voice;
}

/** The same voice, asking for what lifts it. */
export function asking(voice: Voice): Voice {
  return voiceOf({ ...voice, effect: "ask" });
}

function tellRule(rule: Rule, { policy, effect, truth }: Pick<Voice, "policy" | "effect" | "truth">): Told {
  const source = sourceOf(rule, policy);
  const text = rule.reason ?? `matched rule \`${rule.id}\``;
  const errors = truth === TRUE ? NONE : [problem(rule.id, truth, source)];
  const needs = rule.approvals === undefined ? NONE : [rule.approvals];
  return tell([{ rule: rule.id, effect, tier: rule.tier, source, text }], { errors, needs }, effect);
}

interface Besides {
  readonly errors: readonly Problem[];
  readonly needs: readonly string[];
}

const NOTHING_BESIDES: Besides = { errors: NONE, needs: NONE };

function tell(reasons: readonly Reason[], { errors, needs }: Besides, effect: Effect): Told {
  const ids = reasons.map(({ rule }) => rule);
  const missing = Object.freeze(ids);
  const approvals = needs.length === 0 ? { missing } : { missing, needs: Object.freeze(needs) };
  return {
    matched_rules: Object.freeze(ids.filter((id) => id !== null)),
    reasons: Object.freeze(reasons.map((reason) => Object.freeze(reason))),
    errors: Object.freeze(errors),
    approvals: effect === "ask" ? Object.freeze(approvals) : null,
  };
}

/** Where the rule stands: `policy.toml:12`. */
export function sourceOf(rule: Rule, policy: Policy): string {
  return `${policy.source}:${rule.line}`;
}

function problem(rule: string, truth: Truth, source: string): Problem {
  const text = truth === UNKNOWN ? NOT_KNOWN : "what it looks at is only known at run time";
  return { rule, code: "policy.undecidable", text, source };
}

const NOT_KNOWN = "what it looks at is not known";

/** A rule whose expression failed, and why. */
export function problemOf(rule: Rule, policy: Policy, cause: string | null): Problem {
  return { rule: rule.id, code: "policy.undecidable", text: cause ?? NOT_KNOWN, source: sourceOf(rule, policy) };
}

/**
 * Several answers of one effect as one; `mode` is the mode's if it is among them. Each rule speaks once, as it first did: a
 * line of thousands of commands is no dearer than its rules.
 */
export function together(effect: Effect, all: readonly Voice[], mode: Spoken | null): Verdict {
  const first = new Map<Rule, Voice>();
  for (const voice of all) if (!first.has(voice.rule)) first.set(voice.rule, voice);
  const voices = [...first.values()];
  const reasons = voices.flatMap(({ alone }) => alone.told.reasons);
  const spoken = mode === null ? NONE : MODE_VERDICTS[mode][effect].told.reasons;
  const errors = voices.flatMap(({ alone }) => alone.told.errors);
  const needs = [...new Set(voices.flatMap(({ alone }) => alone.told.approvals?.needs ?? NONE))];
  const told = tell([...reasons, ...spoken], { errors, needs }, effect);
  return { effect, voices, mode, told, conditional: false };
}

export const DEFAULT_DENY: Verdict = Object.freeze({
  effect: "deny",
  voices: NONE,
  mode: null,
  told: tell(NONE, NOTHING_BESIDES, "deny"),
  conditional: false,
});

/** The verdicts of modes and stated defaults; one object each, so that a default costs nothing. */
export const MODE_VERDICTS: Readonly<Record<Spoken, Readonly<Record<Effect, Verdict>>>> = {
  yolo: spokenVerdicts("yolo", "approval mode `yolo`"),
  autoEdit: spokenVerdicts("autoEdit", "approval mode `autoEdit`"),
  ask: spokenVerdicts("ask", "approval mode `ask`"),
  stated: spokenVerdicts("stated", "the policy's default"),
};

function spokenVerdicts(mode: Spoken, who: string): Readonly<Record<Effect, Verdict>> {
  const verdict = (effect: Effect, says: string): Verdict => {
    const reason: Reason = { rule: null, effect, tier: null, source: null, text: `${who}: ${says}` };
    const told = tell([reason], NOTHING_BESIDES, effect);
    return Object.freeze({ effect, voices: NONE, mode, told, conditional: false });
  };
  return {
    allow: verdict("allow", "allowed"),
    ask: verdict("ask", "requires approval"),
    deny: verdict("deny", "denied"),
  };
}
