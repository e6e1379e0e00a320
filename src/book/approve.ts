/** A request that asks: decided again with the approvals it has, or parked until it has them. */

import { type Shown, shownOf } from "../approval/shown.ts";
import { decidePrepared, NO_SNAPSHOT, type Prepared } from "../intent/record.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import { parseInstant } from "../kernel/instant.ts";
import { type Approved, approvalsOf, useOf } from "./approval-fact.ts";
import type { ApprovalUse, Parked } from "./ask.ts";
import type { Book } from "./book.ts";
import type { Ground } from "./judge-call.ts";

/** What became of it, and what its entry says besides. */
export interface Heard {
  readonly decision: Decision;
  readonly facts: Facts;
  /** Of a new ask. */
  readonly shown: Shown | null;
  /** The asks that it was decided by, or waits for. */
  readonly approval: ApprovalUse | null;
}

/** `first` is what is decided without approvals, and asks. */
export function hearApprovals(prepared: Prepared, { first, facts, ground, book }: Asking): Heard {
  const { request, request_hash } = prepared;
  const snapshot = prepared.snapshot ?? NO_SNAPSHOT;
  const at = parseInstant(ground.at) as number;
  const approved = approvalsOf({ request, request_hash, snapshot, at, asks: book.asks, sha256: ground.sha256 });
  const given = { ...facts, ...approved.facts };
  const isAnswered = Object.keys(approved.facts).length > 0;
  const decision = isAnswered ? decidePrepared(prepared, given, ground.time) : first;
  const uses = usesOf(decision, approved, given);
  if (decision.decision !== "ask") return { decision, facts: given, shown: null, approval: approvalOf(uses) };
  // Approvers are shown what the ledger shows: it is in the entry.
  const shown = shownOf(prepared.closed?.request ?? request, decision, {
    snapshot,
    at: ground.at,
    sha256: ground.sha256,
  });
  const before = approved.waiting.find((parked) => isSameAsk(parked, shown, decision));
  if (before === undefined) return { decision, facts: given, shown, approval: approvalOf(uses) };
  const waits = [{ ask: before.entry, becomes: "pending" as const }];
  return { decision, facts: given, shown: null, approval: approvalOf(waits) };

  function approvalOf(asks: ApprovalUse["asks"]): ApprovalUse | null {
    if (asks.length === 0) return null;
    const { amounts, session } = useOf(request, at);
    return { amounts, asks, session };
  }
}

interface Asking {
  readonly first: Decision;
  readonly facts: Facts;
  readonly ground: Ground;
  readonly book: Book;
}

/** An allow uses up what allowed it; what nobody answered in time is closed by whoever asks again. */
function usesOf({ decision }: Decision, { expired }: Approved, { approvals = [] }: Facts): ApprovalUse["asks"] {
  const over = expired.map(({ entry }) => ({ ask: entry, becomes: "expired" as const }));
  if (decision !== "allow") return over;
  return [...over, ...approvals.map(({ ask }) => ({ ask, becomes: "consumed" as const }))];
}

/** Whoever asks again for the same waits for the same. */
function isSameAsk({ grants, shown }: Parked, now: Shown, { approvals }: Decision): boolean {
  return canonical(grants) === canonical(approvals?.missing ?? []) && shown.requirement === now.requirement;
}
