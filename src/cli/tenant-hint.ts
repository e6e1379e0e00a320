/** Where else to look: tenants may have ledgers of their own. */

import { tenantsBeside } from "../store/tenant-ledger.ts";
import { type Args, hasOption } from "./command.ts";
import type { Io } from "./io.ts";
import { commonPath } from "./ledger-file.ts";
import { escapeText } from "./text/escape.ts";

/** Says so of the common ledger, beside which some have one. */
export async function hintTenants(args: Args, io: Io): Promise<void> {
  if (hasOption(args, "tenant")) return;
  const tenants = await tenantsBeside(commonPath(args, io));
  if (tenants.length === 0) return;
  const words = tenants.map((tenant) => `\`--tenant ${tenant}\``).join(", ");
  io.err(`writ: tenants have ledgers of their own: ${escapeText(words)}\n`);
}
