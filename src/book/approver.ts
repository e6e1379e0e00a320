/** Who may approve an ask, by the policy of now. */

import type { Circle, Person } from "../approval/quorum.ts";
import type { ApprovalStatement } from "../approval/statement.ts";
import type { Approver } from "../kernel/approver.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { Parked } from "./ask.ts";

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
