/** `writ approvals approve`, `refuse` and `withdraw`: an approver reads, signs, and is recorded. */

import { existsSync } from "node:fs";
import { type ApprovalStatement, PURPOSE, type Scope, signStatement } from "../../approval/statement.ts";
import type { ApprovalView } from "../../book/approval-view.ts";
import { openApproverKey } from "../../engine/approver-key.ts";
import type { Engine } from "../../engine/engine.ts";
import { openEngine } from "../../engine.ts";
import { parseDecimal } from "../../kernel/amount.ts";
import { formatInstant, parseInstant } from "../../kernel/instant.ts";
import { parseLength } from "../../kernel/length.ts";
import { isPostgres } from "../../store/postgres-address.ts";
import { keyPath, speaker } from "../approver-file.ts";
import { type Args, optionOf, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { statePath } from "../ledger-file.ts";
import { askPassphrase } from "../passphrase.ts";
import { loadPolicy } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { approvalText } from "../text/approval.ts";
import { paintFor } from "../text/colour.ts";
import { escapeAll } from "../text/escape.ts";
import { clockOption } from "../time.ts";
import { UsageError } from "../usage-error.ts";

const SAYS: Readonly<Record<string, ApprovalStatement["says"]>> = {
  "approvals approve": "approve",
  "approvals refuse": "refuse",
  "approvals withdraw": "withdraw",
};

export const run: Run = async (args, io) => {
  const state = statePath(args, io);
  if (!isPostgres(state) && !existsSync(state))
    throw new UsageError(`there is no ledger at \`${state}\``, args.command.name);
  const { sources, diagnostics } = await loadPolicy(args, io);
  printDiagnostics(io, diagnostics);
  const name = speaker(args, io);
  const engine = await openEngine({ policies: sources, state, cwd: io.cwd, ...clockOption(io, state) });
  try {
    return await say(args, io, { engine, name });
  } finally {
    await engine.close();
  }
};

interface Saying {
  readonly engine: Engine;
  readonly name: string;
}

async function say(args: Args, io: Io, { engine, name }: Saying): Promise<number> {
  const [id = ""] = args.positionals;
  const ask = engine.approvals().find((one) => one.id === id);
  if (ask === undefined) throw new UsageError(`there is no ask \`${id}\``, args.command.name);
  const person = engine.snapshot?.approvers.find((approver) => approver.id === name)?.person;
  if (person === undefined) throw new UsageError(`the policy has no approver \`${name}\``, args.command.name);
  const about = statementAbout(args, ask, io.now());
  // Whoever signs has seen what for.
  io.err(approvalText(escapeAll(ask), paintFor(io)));
  const passphrase = await askPassphrase(args, io, name);
  const { key, sign } = openApproverKey(keyPath(args, io, name), passphrase);
  const statement = { ...about, approver: { key, person }, origin: engine.journal.origin };
  const result = await engine.statement(signStatement(statement, sign));
  await print({ args, io }, result, (shown) =>
    shown.ok ? `${shown.id} is ${shown.becomes}: entry ${shown.entry.seq}\n` : "",
  );
  if (result.ok) return EXIT.ok;
  io.err(`writ: the statement was not taken: ${result.detail} (${result.code})\n`);
  return EXIT.deny;
}

type About = Omit<ApprovalStatement, "approver" | "origin">;

/** How long what stands stands, if nothing else is said. */
const STANDING_MS = 8 * 3_600_000;

function statementAbout(args: Args, ask: ApprovalView, now: number): About {
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

function lengthOf(args: Args): number | null {
  const text = optionOf(args, "for");
  if (text === undefined) return null;
  const length = parseLength(text);
  if (length === null) throw new UsageError("`--for` is a length of time such as `8h`", args.command.name);
  return length;
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
