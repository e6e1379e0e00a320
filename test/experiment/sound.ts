/** The entries of a ledger that holds together. */

import { expect } from "vitest";
import { sha256 } from "#sha256";
import { verifyEd25519 } from "../../src/engine/key-ed25519.ts";
import { offsetAt } from "../../src/engine/zone.ts";
import { loadPolicies } from "../../src/index.ts";
import { auditLedger } from "../../src/proof/audit.ts";
import { isPostgres } from "../../src/store/postgres-address.ts";
import { readLedgerDatabase } from "../../src/store/postgres-read.ts";
import { type LedgerFile, readLedgerFile } from "../../src/store/sqlite.ts";

/** Every entry, chain, tree, signatures and decisions having been checked again. */
export async function soundEntries(state: string): Promise<readonly string[]> {
  const ledger: LedgerFile = await (isPostgres(state) ? readLedgerDatabase(state) : readLedgerFile(state));
  const texts: string[] = [];
  for await (const text of ledger.entries(0, ledger.size())) texts.push(text);
  const checkpoints = (await ledger.checkpoints(100_000)).map(({ note }) => note);
  await ledger.close();
  const parts = { sha256, verifySignature: verifyEd25519, loadPolicies, offsetAt };
  const { ledger: checked, decisions } = await auditLedger(texts, { checkpoints }, parts);
  expect(checked.checks.filter(({ status }) => status === "failed")).toEqual([]);
  expect(decisions.findings).toEqual([]);
  return texts;
}
