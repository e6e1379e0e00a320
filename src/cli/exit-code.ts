/** What the exit code of every command means. */

import type { Effect } from "../kernel/effect.ts";

export const EXIT = {
  ok: 0,
  deny: 1,
  usage: 2,
  ask: 3,
  invalidPolicy: 4,
  unverified: 5,
  internal: 70,
  interrupted: 130,
} as const;

export const EXIT_MEANING: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.ok, "allow, or done"],
  [EXIT.deny, "deny, or a failed test"],
  [EXIT.usage, "wrong usage"],
  [EXIT.ask, "ask: a human has to approve"],
  [EXIT.invalidPolicy, "the policy is invalid, or there is none"],
  [EXIT.unverified, "verification failed"],
  [EXIT.internal, "internal error"],
  [EXIT.interrupted, "interrupted"],
];

export const EXIT_OF: Readonly<Record<Effect, number>> = { allow: EXIT.ok, deny: EXIT.deny, ask: EXIT.ask };
