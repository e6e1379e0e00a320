/** What was read from the world for one decision, and recorded with it. */

import type { Budget } from "./budget.ts";
import type { Rule } from "./rule.ts";

export interface Facts {
  /** RFC 3339. */
  readonly at?: string;
  /** The freeze that holds; `true` names none: entries of before said only that there is one. */
  readonly frozen?: FreezeFact | boolean;
  /** The clock has jumped, and what depends on the time waits for a person; left out where it does not. */
  readonly clock?: "unconfirmed";
  /** Another engine has put another policy into force; left out where this one decides. */
  readonly policy?: "superseded";
  /** Rules of the session the call belongs to; they stand in front of every first_match tool policy. */
  readonly session?: { readonly rules: readonly Rule[] };
  /** Of the budgets that cover the request, what stands in each balance it belongs to. */
  readonly windows?: readonly WindowFact[];
  /** Budgets of earlier policies whose windows have not ended, under ids of their own: they hold as well. */
  readonly retained?: readonly Budget[];
  /** Approvals that were given for this very request and are good now. */
  readonly approvals?: readonly ApprovalFact[];
  /** The idempotency key of the call belongs to another call; left out where it does not. */
  readonly idempotency?: "conflict";
  /** What became of the ask for this very request, when that was no approval. */
  readonly ask?: "refused" | "expired";
  /** Of the nonce that the request carries: nobody's, this request's own and not claimed yet, or neither. */
  readonly nonce?: "free" | "own" | "replayed";
  /** The ledger position at which the facts were read. */
  readonly basis?: { readonly seq: number; readonly root: string };
}

/** Of the freezes that hold, the widest: of everything, of a tenant, of a principal. */
export interface FreezeFact {
  readonly reason: string;
  readonly scope: FreezeScope;
  /** RFC 3339; null is until it is lifted. */
  readonly until: string | null;
}

/** What a freeze is about. */
export type FreezeScope =
  | { readonly kind: "all" }
  | { readonly kind: "tenant"; readonly id: string }
  | { readonly kind: "principal"; readonly id: string };

/** One balance of a budget in the window that contains the time fact. */
export interface WindowFact {
  readonly budget: string;
  /** Canonical JSON of the values of the budget's dimensions. */
  readonly key: string;
  /** RFC 3339; null is without bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** Canonical decimals; null where something in it has no known value. */
  readonly spent: string | null;
  readonly reserved: string | null;
}

/** The ask, by the hash of its entry, and what it grants: the ids of rules that asked, null for the approval mode. */
export interface ApprovalFact {
  readonly ask: string;
  readonly grants: readonly (string | null)[];
}
