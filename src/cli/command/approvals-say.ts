/** `writ approvals approve`, `refuse` and `withdraw`: an approver reads, signs, and is recorded. */

import { signStatement } from "../../approval/statement.ts";
import { openApproverKey } from "../../engine/approver-key.ts";
import type { StatementResult } from "../../engine/statement-work.ts";
import { KeyError } from "../../engine.ts";
import type { Snapshot } from "../../kernel/rule.ts";
import type { LedgerFile } from "../../store/sqlite.ts";
import { placeOf } from "../administer.ts";
import { keyPath, speaker } from "../approver-file.ts";
import type { Args, Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { askNamed, originOf } from "../ledger-approval.ts";
import { withLedger } from "../ledger-file.ts";
import { give } from "../ledger-order.ts";
import { askPassphrase } from "../passphrase.ts";
import { loadPolicy } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { statementAbout } from "../statement.ts";
import { approvalText } from "../text/approval.ts";
import { paintFor } from "../text/colour.ts";
import { escapeAll } from "../text/escape.ts";
import { UsageError } from "../usage-error.ts";

export const run: Run = async (args, io) => {
  const { snapshot, diagnostics } = await loadPolicy(args, io);
  printDiagnostics(io, diagnostics);
  const name = speaker(args, io);
  return withLedger(args, io, async (ledger) => {
    const statement = await signed(args, io, { ledger, snapshot, name });
    const result = await give({ order: "statement", value: statement }, placeOf(args, io), io);
    await print({ args, io }, result as StatementResult, (shown) =>
      shown.ok ? `${shown.id} is ${shown.becomes}: entry ${shown.entry.seq}\n` : "",
    );
    if (result.ok) return EXIT.ok;
    io.err(`writ: the statement was not taken: ${result.detail} (${result.code})\n`);
    return EXIT.deny;
  });
};

interface Signing {
  readonly ledger: LedgerFile;
  readonly snapshot: Snapshot | null;
  readonly name: string;
}

async function signed(args: Args, io: Io, { ledger, snapshot, name }: Signing): Promise<string> {
  const ask = await askNamed(ledger, args, io);
  const person = snapshot?.approvers.find((approver) => approver.id === name)?.person;
  if (person === undefined) throw new UsageError(`the policy has no approver \`${name}\``, args.command.name);
  const about = statementAbout(args, ask, io.now());
  // Whoever signs has seen what for.
  io.err(approvalText(escapeAll(ask), paintFor(io)));
  const passphrase = await askPassphrase(args, io, name);
  const { key, sign } = keyOpenedBy(passphrase, keyPath(args, io, name), args);
  return signStatement({ ...about, approver: { key, person }, origin: await originOf(ledger) }, sign);
}

/** A wrong passphrase is wrong usage. */
function keyOpenedBy(passphrase: string, file: string, { command }: Args): ReturnType<typeof openApproverKey> {
  try {
    return openApproverKey(file, passphrase);
  } catch (error) {
    if (error instanceof KeyError && error.code === "passphrase") throw new UsageError(error.message, command.name);
    throw error;
  }
}
