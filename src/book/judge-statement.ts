/** An approver's signed statement at its place in the ledger: taken, or refused with a named code. */

import type { StatementCode } from "../approval/code.ts";
import { groundsOf } from "../approval/grounds.ts";
import { next } from "../approval/life.ts";
import { mayServe, quorum } from "../approval/quorum.ts";
import {
  type ApprovalStatement,
  openStatement,
  type SignedStatement,
  type VerifySignature,
} from "../approval/statement.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { parseInstant } from "../kernel/instant.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { approverOf, circleOf, heldOf } from "./approver.ts";
import { type Asks, isRevocation, type Parked, type StatementBody, saidBy } from "./ask.ts";

/** Where a statement is judged. */
export interface Hearing {
  /** Name of the ledger. */
  readonly origin: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly snapshot: Snapshot;
  readonly asks: Asks;
  readonly sha256: Sha256;
  readonly verify: VerifySignature;
}

export type JudgedStatement =
  | { readonly ok: true; readonly body: StatementBody; readonly parked: Parked }
  | { readonly ok: false; readonly code: StatementCode };

/** Clocks differ: so far ahead of the ledger a statement may have been issued. */
const SKEW_MS = 300_000;

/** Pure but for the book, which is only read. What can be said without the ask is said first. */
export function judgeStatement(text: string, hearing: Hearing): JudgedStatement {
  const signed = openStatement(text, hearing.verify);
  if (typeof signed === "string") return { ok: false, code: `statement.${signed}` };
  const { statement } = signed;
  const parked = hearing.asks.find(statement.ask);
  const code = refusalOf(statement, parked, hearing);
  if (code !== null) return { ok: false, code };
  const open = parked as Parked;
  return { ok: true, parked: open, body: { becomes: becomes(open, signed, hearing), signed } };
}

function refusalOf(statement: ApprovalStatement, parked: Parked | null, hearing: Hearing): StatementCode | null {
  const { origin, at, snapshot } = hearing;
  if (statement.origin !== origin) return "statement.foreign_origin";
  if (approverOf(snapshot, statement) === null) return "statement.unknown_approver";
  if ((parseInstant(statement.issued_at) ?? at) > at + SKEW_MS) return "statement.early";
  if ((parseInstant(statement.expires_at) ?? at) <= at) return "statement.expired";
  if (parked === null) return "ask.unknown";
  if (!isEntitled(statement, parked, snapshot)) return "statement.not_entitled";
  return unfit(statement, parked) ?? closed(statement, parked, hearing);
}

function isEntitled({ approver }: ApprovalStatement, parked: Parked, snapshot: Snapshot): boolean {
  const circle = circleOf(snapshot, parked);
  const person = circle.people.get(approver.person);
  return person !== undefined && mayServe(person, parked.life.requirement, circle);
}

/** What does not fit the ask, whenever it is said. */
function unfit({ tenant, scope, expires_at }: ApprovalStatement, { shown }: Parked): StatementCode | null {
  if (tenant !== shown.tenant) return "statement.foreign_tenant";
  if (scope?.kind === "session" && scope.session !== shown.session) return "statement.other_session";
  return scope?.kind === "once" && expires_at > shown.expires_at ? "statement.beyond_ask" : null;
}

function closed(statement: ApprovalStatement, parked: Parked, { at, snapshot, sha256 }: Hearing): StatementCode | null {
  if (isRevocation(parked, statement, at)) return null;
  if (parked.shown.grounds !== groundsOf(snapshot, sha256)) return "ask.stale";
  const event = { kind: "stated", entry: parked.entry, at, statement: saidBy(statement) } as const;
  const result = next(parked.life, event);
  return result.ok ? null : (result.code as StatementCode);
}

/** As things are now; it is judged again when the request is decided again. */
function becomes(parked: Parked, { statement }: SignedStatement, { at, snapshot }: Hearing): StatementBody["becomes"] {
  if (isRevocation(parked, statement, at)) return "pending";
  const said = heldOf([...parked.said.map((each) => each.statement), statement], snapshot, at);
  const { kind } = quorum(parked.life.requirement, said, circleOf(snapshot, parked));
  return kind === "met" ? "granted" : kind === "refused" ? "refused" : "pending";
}
