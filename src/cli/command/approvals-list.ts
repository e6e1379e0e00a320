/** `writ approvals list`: what waits for approvers. */

import type { ApprovalView } from "../../book/approval-view.ts";
import { hasOption, type Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { approvalsIn } from "../ledger-approval.ts";
import { withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { hintTenants } from "../tenant-hint.ts";
import { approvalTable } from "../text/approval.ts";

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const all = await approvalsIn(ledger, io);
    const shown = hasOption(args, "all") ? all : all.filter(isOpen);
    await print<readonly ApprovalView[]>({ args, io }, shown, approvalTable);
    if (shown.length === 0) await hintTenants(args, io);
    return EXIT.ok;
  });

function isOpen({ state }: ApprovalView): boolean {
  return state === "pending" || state === "granted";
}
