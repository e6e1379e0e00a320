/** Who may approve an ask, by the policy of now. */

import type { Circle, Person, Statement } from "../approval/quorum.ts";
import type { ApprovalStatement } from "../approval/statement.ts";
import type { Approver } from "../kernel/approver.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { type Parked, saidBy } from "./ask.ts";

/** The persons of the register; those of the ask's own side are marked. */
export function circleOf({ approvers }: Snapshot, { shown }: Parked): Circle {
  const people = new Map<string, Person>(
    approvers.map(({ person, kind, roles, groups }) => [person, { id: person, kind, roles, groups }]),
  );
  return { people, requesters: new Set(shown.requesters) };
}

/** The credential that made the statement, if it is still one of that person. */
export function approverOf({ approvers }: Snapshot, { approver }: ApprovalStatement): Approver | null {
  return approvers.find(({ key, person }) => key === approver.key && person === approver.person) ?? null;
}

/** What counts of statements at a time: those that have not lapsed, of credentials that are still their persons'. */
export function heldOf(statements: readonly ApprovalStatement[], snapshot: Snapshot, at: number): readonly Statement[] {
  return statements
    .filter((each) => approverOf(snapshot, each) !== null && at < (parseInstant(each.expires_at) ?? at))
    .map(saidBy);
}
