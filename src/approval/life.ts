/** The life of one ask: a fold of events, each of which is an entry of the ledger; docs/spec/approval.md. */

import type { Requirement } from "../kernel/requirement.ts";
import type { Statement } from "./quorum.ts";

/** What happened to an ask. `entry` is the hash of the ask's own entry, which commits to all that was asked. */
export type Event = { readonly entry: string; readonly at: number } & (
  | { readonly kind: "asked"; readonly requirement: Requirement; readonly expires_at: number }
  | { readonly kind: "stated"; readonly statement: Statement }
  /** The statements were found to be enough, or a refusal to be of someone who counts. */
  | { readonly kind: "granted" | "refused" }
  | { readonly kind: "expired" }
  /** The request was decided again and allowed by this grant. */
  | { readonly kind: "consumed"; readonly decision: string }
);

export interface Ask {
  /** `refused`, `expired` and `consumed` are final. */
  readonly phase: "pending" | "granted" | "refused" | "expired" | "consumed";
  readonly entry: string;
  readonly requirement: Requirement;
  /** From then on, in milliseconds since the epoch, neither statements nor the grant are worth anything. */
  readonly expires_at: number;
  readonly statements: readonly Statement[];
  /** The decision that consumed it. */
  readonly decision: string | null;
}

export type Refusal =
  | "ask.known"
  | "ask.unknown"
  | "ask.foreign"
  | "ask.expired"
  | "ask.early"
  | "ask.closed"
  | "statement.double"
  | "statement.nothing_to_withdraw"
  | "consume.pending"
  | "consume.already";

export type Next = { readonly ok: true; readonly ask: Ask } | { readonly ok: false; readonly code: Refusal };

/** The ask after an event, or why the event cannot happen; `before` is null when nothing was asked. */
export function next(before: Ask | null, event: Event): Next {
  if (event.kind === "asked") return before === null ? passed(asked(event)) : failed("ask.known");
  if (before === null) return failed("ask.unknown");
  if (before.entry !== event.entry) return failed("ask.foreign");
  if (isFinal(before)) return failed(finalCode(before, event));
  if (event.kind === "expired")
    return event.at < before.expires_at ? failed("ask.early") : passed(inPhase(before, "expired"));
  if (event.at >= before.expires_at) return failed("ask.expired");
  switch (event.kind) {
    case "stated":
      return state(before, event.statement, event.at);
    case "granted":
    case "refused":
      return passed(inPhase(before, event.kind));
    case "consumed":
      if (before.phase !== "granted") return failed("consume.pending");
      return passed({ ...inPhase(before, "consumed"), decision: event.decision });
  }
}

function asked({ entry, requirement, expires_at }: Extract<Event, { readonly kind: "asked" }>): Ask {
  return { phase: "pending", entry, requirement, expires_at, statements: [], decision: null };
}

function isFinal({ phase }: Ask): boolean {
  return phase !== "pending" && phase !== "granted";
}

function finalCode({ phase }: Ask, event: Event): Refusal {
  if (phase === "consumed" && event.kind === "consumed") return "consume.already";
  return phase === "expired" ? "ask.expired" : "ask.closed";
}

/** Whatever is said after a grant makes it doubtful: it has to be granted again. What has lapsed can be said again. */
function state(before: Ask, statement: Statement, at: number): Next {
  const last = before.statements.findLast(({ person }) => person === statement.person);
  const holds = last !== undefined && (last.until === undefined || at < last.until);
  if (holds && last.says === statement.says) return failed("statement.double");
  if (statement.says === "withdraw" && last === undefined) return failed("statement.nothing_to_withdraw");
  const phase = statement.says === "approve" ? before.phase : "pending";
  return passed({ ...before, phase, statements: [...before.statements, statement] });
}

function inPhase(before: Ask, phase: Ask["phase"]): Ask {
  return { ...before, phase };
}

function passed(ask: Ask): Next {
  return { ok: true, ask };
}

function failed(code: Refusal): Next {
  return { ok: false, code };
}
