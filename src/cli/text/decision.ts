/** A decision, for people. */

import type { Decision, NearMiss, Reason } from "../../kernel/decision.ts";
import type { Effect } from "../../kernel/effect.ts";
import type { Paint, Style } from "./colour.ts";
import { pairLines } from "./table.ts";

export const EFFECT_STYLE: Readonly<Record<Effect, Style>> = { allow: "green", deny: "red", ask: "yellow" };

/** What was asked, and what to do next; both already fit for a terminal. */
export interface Frame {
  readonly subject: string;
  readonly next: string | null;
}

/** The verdict in one line, then what it rests on. Texts must be escaped already. */
export function decisionText(decision: Decision, frame: Frame, paint: Paint): string {
  const next = frame.next === null ? "" : `${paint("dim", `try: ${frame.next}`)}\n`;
  return `${verdict(decision, paint)}\n${pairLines([["call", frame.subject], ...details(decision)], paint)}${next}`;
}

/** `DENY  Prevent accidental deletion`. */
export function verdict(decision: Decision, paint: Paint): string {
  const word = paint(EFFECT_STYLE[decision.decision], paint("bold", decision.decision.toUpperCase()));
  return `${word}  ${whyOf(decision)}`;
}

const whyOf = ({ deny_detail, reasons, status }: Decision): string => deny_detail ?? reasons[0]?.text ?? status;

type Pair = readonly [name: string, value: string];

function details(decision: Decision): Pair[] {
  return [
    ...decision.reasons.flatMap((reason) => reasonPairs(reason, whyOf(decision))),
    ...(decision.deny_code === null ? [] : [["code", decision.deny_code] as const]),
    ...decision.errors.map(
      (error): Pair => ["error", `${error.rule} (${error.source}): ${error.text} [${error.code}]`],
    ),
    ...decision.near_misses.map((miss): Pair => ["near miss", nearMiss(miss)]),
    ["snapshot", shortHash(decision.policy_snapshot_hash)],
  ];
}

/** A reason that the verdict has told already is not told again. */
function reasonPairs({ rule, tier, source, text }: Reason, told: string): Pair[] {
  return [
    ...(rule === null ? [] : [["rule", tier === null ? rule : `${rule} (${tier})`] as const]),
    ...(source === null ? [] : [["source", source] as const]),
    ...(told.includes(text) ? [] : [["reason", text] as const]),
  ];
}

const nearMiss = ({ rule, condition, actual, expected, code }: NearMiss): string =>
  `${rule}: ${condition} is ${actual ?? "missing or unreadable"}, expected ${expected} [${code}]`;

/** Enough of a hash for a person to compare. */
export const shortHash = (hash: string): string => (hash.length > 14 ? `${hash.slice(0, 14)}…` : hash);
