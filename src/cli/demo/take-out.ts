/** The last decision of a ledger as a capsule, verified as somebody elsewhere would. */

import { keyFile } from "../../engine.ts";
import { type CapsuleReport, verifyCapsule } from "../../proof/capsule-verify.ts";
import { readLedgerFile } from "../../store/sqlite.ts";
import { exportCapsule } from "../capsule-file.ts";
import { CAPSULE_PORTS, trustIn } from "../capsule-trust.ts";

/** The report on the capsule of the last entry of a ledger that is closed. */
export async function takeOut(state: string): Promise<CapsuleReport> {
  const ledger = await readLedgerFile(state);
  try {
    const size = ledger.size();
    const exported = await exportCapsule(ledger, { seq: size - 1, size, reveal: [] });
    const capsule = exported.ok ? exported.text : "";
    return await verifyCapsule(capsule, JSON.stringify(trustIn(keyFile(state))), CAPSULE_PORTS);
  } finally {
    ledger.close();
  }
}
