/** How asks stand, for people and programs. */

import { quorum } from "../approval/quorum.ts";
import type { Shown } from "../approval/shown.ts";
import { printRequirement } from "../kernel/requirement.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { circleOf, heldOf } from "./approver.ts";
import type { Asks, Parked } from "./ask.ts";

/** One ask. Instants are RFC 3339. */
export interface ApprovalView extends Omit<Shown, "grounds"> {
  /** Of the decision that asked. */
  readonly id: string;
  /** `0x` and the hash of its entry: what a statement is about. */
  readonly entry: string;
  readonly state: "pending" | "granted" | "refused" | "expired" | "consumed";
  readonly request_hash: string;
  /** Who is missing still, as things are now; null when nobody is, or nobody is waited for. */
  readonly missing: string | null;
  readonly statements: readonly StatementView[];
}

export interface StatementView {
  readonly person: string;
  readonly says: string;
  readonly reason: string | null;
  readonly scope: string | null;
  readonly issued_at: string;
  readonly expires_at: string;
  /** How many requests it served. */
  readonly uses: number;
}

/** Where asks are looked at: the policy of now, and the time in milliseconds since the epoch. */
export interface Look {
  readonly snapshot: Snapshot;
  readonly at: number;
}

export function approvalViews(asks: Asks, look: Look): readonly ApprovalView[] {
  return asks.list().map((parked) => viewOf(parked, look));
}

function viewOf(parked: Parked, look: Look): ApprovalView {
  const { grounds: _grounds, ...shown } = parked.shown;
  const { id, entry, request_hash, life } = parked;
  const isOpen = life.phase === "pending" || life.phase === "granted";
  const missing = isOpen ? missingOf(parked, look) : null;
  const state = isOpen && look.at >= life.expires_at ? "expired" : isOpen && missing !== null ? "pending" : life.phase;
  const statements = parked.said.map(({ statement, standing }): StatementView => {
    const { approver, says, reason, scope, issued_at, expires_at } = statement;
    const uses = standing?.uses ?? 0;
    return { person: approver.person, says, reason, scope: scope?.kind ?? null, issued_at, expires_at, uses };
  });
  return { id, entry, state, request_hash, ...shown, missing: state === "pending" ? missing : null, statements };
}

function missingOf(parked: Parked, { snapshot, at }: Look): string | null {
  const said = parked.said.map(({ statement }) => statement);
  const found = quorum(parked.life.requirement, heldOf(said, snapshot, at), circleOf(snapshot, parked));
  return found.kind === "open" ? printRequirement(found.missing) : null;
}
