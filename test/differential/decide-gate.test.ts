/** Gates, tables and stated defaults against the naive reference: generated cases. */

import { expect, test } from "vitest";
import { expectAgreement } from "../reference/agree.ts";
import { seeded } from "../reference/choice.ts";
import { gatedCase } from "../reference/generate-gate.ts";
import { referenceDecide } from "../reference/interpreter.ts";

const long = process.env["WRIT_LONG"] === "1";
const SEEDS = Array.from({ length: long ? 100_000 : 4_000 }, (_, seed) => seed);

test("gates, tables and stated defaults are decided as the reference decides them", () => {
  for (const seed of SEEDS) expectAgreement(gatedCase(seeded(seed)), seed);
}, 300_000);

test("the cases reach every code of a gate, and allows with the rows of tables", () => {
  const decisions = SEEDS.map((seed) => gatedCase(seeded(seed))).map(({ request, snapshot, facts }) =>
    referenceDecide(request, snapshot, facts),
  );
  const codes = new Set(decisions.map(({ deny_code }) => deny_code));
  for (const code of [
    ...["policy.nonce_replayed", "policy.expiry_in_past", "policy.frozen", "policy.request_inconsistent"],
    ...["auth.agent_not_found", "auth.agent_revoked", "emergency.agent_paused", "policy.risk_class_blocked"],
    ...["policy.asset_unknown", "policy.deny_unknown_provider", "policy.deny_recipient_not_allowlisted"],
  ])
    expect(codes).toContain(code);
  const allowed = decisions
    .filter(({ decision }) => decision === "allow")
    .flatMap(({ matched_rules }) => matched_rules);
  for (const row of ["risk.low", "asset.usdc", "chain.base", "provider.api"]) expect(allowed).toContain(row);
});
