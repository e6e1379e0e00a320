/** The answer. Plain JSON; see docs/spec/decision.md. */

import type { Code } from "./code.ts";
import type { Effect, Status, Tier } from "./effect.ts";
import type { Constraints } from "./request.ts";

export interface Reason {
  readonly rule: string | null;
  readonly effect: Effect;
  readonly tier: Tier | null;
  readonly source: string | null;
  readonly text: string;
}

export interface NearMiss {
  readonly rule: string;
  readonly condition: string;
  readonly actual: string | null;
  readonly expected: string;
  readonly code: Code;
}

export interface Problem {
  readonly rule: string;
  readonly code: Code;
  readonly text: string;
  readonly source: string;
}

/** Whose approval is missing: the ids of the rules that ask; null stands for the approval mode. */
export interface Approvals {
  readonly missing: readonly (string | null)[];
  /** What these rules require, such as `2 of finance`; left out where one approval is enough. */
  readonly needs?: readonly string[];
}

/** Everything the pure `decide` gives. */
export interface Decision {
  readonly decision: Effect;
  readonly status: Status;
  readonly deny_code: Code | null;
  readonly deny_detail: string | null;
  readonly policy_snapshot_hash: string;
  readonly matched_rules: readonly string[];
  readonly reasons: readonly Reason[];
  readonly near_misses: readonly NearMiss[];
  readonly errors: readonly Problem[];
  readonly approvals: Approvals | null;
  readonly constraints: Constraints | null;
}

/** What is held in one balance: an amount in the budget's unit, or a number of movements; until an RFC 3339 instant. */
export type Reserved = { readonly budget: string; readonly key: string; readonly expires_at: string } & (
  | { readonly amount: string }
  | { readonly count: number }
);

/** A decision as the engine gives it out: named, bound to its request, and with its place in the ledger. */
export interface Answer extends Decision {
  readonly id: string | null;
  readonly call_id: string | null;
  readonly request_hash: string | null;
  /** What an allow holds in budgets until it is claimed and reported, or expires. */
  readonly reservations: readonly Reserved[];
  readonly entry: { readonly seq: number; readonly hash: string } | null;
}
