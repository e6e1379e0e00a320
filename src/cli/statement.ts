/** What an approver signs, from the options of a command. */

import { type ApprovalStatement, PURPOSE, type Scope } from "../approval/statement.ts";
import type { ApprovalView } from "../book/approval-view.ts";
import { parseDecimal } from "../kernel/amount.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import { type Args, optionOf } from "./command.ts";
import { lengthOf } from "./time.ts";
import { UsageError } from "./usage-error.ts";

const SAYS: Readonly<Record<string, ApprovalStatement["says"]>> = {
  "approvals approve": "approve",
  "approvals refuse": "refuse",
  "approvals withdraw": "withdraw",
};

/** All but who signs, and for which ledger. */
export type About = Omit<ApprovalStatement, "approver" | "origin">;

/** How long what stands stands, if nothing else is said. */
const STANDING_MS = 8 * 3_600_000;

export function statementAbout(args: Args, ask: ApprovalView, now: number): About {
  const says = SAYS[args.command.name] as ApprovalStatement["says"];
  const scope = says === "approve" ? scopeOf(args, ask) : null;
  const asked = parseInstant(ask.expires_at) ?? now;
  const length = lengthOf(args);
  const end =
    scope === null || scope.kind === "once"
      ? Math.min(asked, now + (length ?? Infinity))
      : now + (length ?? STANDING_MS);
  return {
    ask: ask.entry,
    // What is late is refused by the engine, which records it.
    expires_at: formatInstant(Math.max(end, now + 1)),
    issued_at: formatInstant(now),
    purpose: PURPOSE,
    reason: optionOf(args, "reason") || null,
    says,
    scope,
    tenant: ask.tenant,
  };
}

function scopeOf(args: Args, { session }: ApprovalView): Scope {
  const kind = optionOf(args, "scope") ?? "once";
  const [amount, count] = [amountOf(args), countOf(args)];
  if (kind === "timeboxed") return { kind, amount, count };
  if (kind === "session") {
    if (session === null) throw new UsageError("the ask belongs to no session", args.command.name);
    return { kind, session, amount, count };
  }
  if (amount !== null || count !== null)
    throw new UsageError("`--amount` and `--count` bound a `--scope` of more than once", args.command.name);
  return { kind: "once" };
}

function amountOf(args: Args): { readonly limit: string; readonly unit: string } | null {
  const text = optionOf(args, "amount");
  if (text === undefined) return null;
  const [decimal, unit = "", ...more] = text.split(" ");
  const limit = parseDecimal(decimal);
  if (limit === null || unit === "" || more.length > 0)
    throw new UsageError("`--amount` is a decimal and a unit: `--amount '100 USD'`", args.command.name);
  return { limit, unit };
}

function countOf(args: Args): number | null {
  const text = optionOf(args, "count");
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError("`--count` is a number from 1", args.command.name);
  return Number(text);
}
