/** What the ledger keeps of a policy load: everything that is needed to load it again, or why it did not load. */

import { canonical } from "../kernel/canonical.ts";
import type { Diagnostic } from "../kernel/diagnostic.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { LoadOptions, PolicyFile } from "../policy/load.ts";

export interface PolicyLoad {
  readonly files: readonly PolicyFile[];
  readonly settings: NonNullable<LoadOptions["settings"]>;
  readonly snapshot: Snapshot | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The kind and the canonical body of the entry that records a load. */
export function policyEntry({ files, settings, snapshot, diagnostics }: PolicyLoad): {
  readonly kind: "policy" | "policy_refused";
  readonly body: string;
} {
  const sources = files.map(({ name, text }) => ({ name, text }));
  if (snapshot === null) return { kind: "policy_refused", body: canonical({ diagnostics, settings, sources }) };
  const { budgets, hash } = snapshot;
  // Whoever only adds up need not load policies.
  const limits = budgets.length === 0 ? {} : { budgets };
  return { kind: "policy", body: canonical({ ...limits, diagnostics, settings, snapshot: hash, sources }) };
}
