/** `writ approvers list`: whose signature is an approval. */

import type { Approver } from "../../kernel/approver.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { loadPolicy } from "../policy.ts";
import { print, printDiagnostics } from "../print.ts";
import { approverTable } from "../text/approval.ts";

export const run: Run = async (args, io) => {
  const { snapshot, diagnostics } = await loadPolicy(args, io);
  printDiagnostics(io, diagnostics);
  await print<readonly Approver[]>({ args, io }, snapshot?.approvers ?? [], approverTable);
  return snapshot === null ? EXIT.invalidPolicy : EXIT.ok;
};
