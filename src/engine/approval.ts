/** Approvals of a ledger: who waits for whom, and what approvers say. */

import { type ApprovalView, approvalViews } from "../book/approval-view.ts";
import type { Book } from "../book/book.ts";
import { NO_SNAPSHOT } from "../intent/record.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { formatInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Journal } from "./journal.ts";
import { verifyEd25519 } from "./key-ed25519.ts";
import type { OwnPolicy } from "./own-policy.ts";
import { StoreError } from "./port.ts";
import { type StatementResult, statementWork } from "./statement-work.ts";
import { recordEvent } from "./ticket-work.ts";

export interface Approvals {
  /** Takes an approver's signed statement; never rejects. A refused one is an entry too. */
  statement(text: string): Promise<StatementResult>;
  /** Every ask, oldest first. */
  approvals(): readonly ApprovalView[];
}

export interface ApprovalParts {
  readonly journal: Journal;
  readonly book: Book;
  readonly policy: OwnPolicy;
  readonly sha256: Sha256;
  /** The time now, in milliseconds since the epoch; never falls. */
  readonly now: () => number;
  /** The time at which asks are shown. */
  readonly standAt: () => number;
}

export function createApprovals({ journal, book, policy, sha256, now, standAt }: ApprovalParts): Approvals {
  const snapshot = (): Snapshot => policy.snapshot() ?? NO_SNAPSHOT;
  /** Where it is heard, a statement is judged by the policy in force. */
  const inForce = (): Snapshot => {
    if (policy.isInForce()) return snapshot();
    throw new StoreError("refused", "another engine has put another policy into force in this ledger");
  };
  const hearing = {
    origin: journal.origin,
    snapshot: inForce,
    asks: book.asks,
    sha256,
    verify: verifyEd25519,
  };
  return {
    statement: (text) =>
      recordEvent(journal, () => {
        policy.follow();
        return statementWork(String(text), formatInstant(now()), hearing);
      }),
    approvals: () => approvalViews(book.asks, { snapshot: snapshot(), at: standAt() }),
  };
}
