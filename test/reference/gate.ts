/** Gates and tables, naively: docs/spec/decision.md, G1 to G5. */

import type { Code } from "../../src/kernel/code.ts";
import type { Facts } from "../../src/kernel/facts.ts";
import type { PaymentTerms } from "../../src/kernel/payment.ts";
import type { Request } from "../../src/kernel/request.ts";
import type { Snapshot } from "../../src/kernel/rule.ts";

export interface ReferenceGate {
  readonly refusal: Code | null;
  readonly frozen: boolean;
  readonly tables: readonly Asked[];
}

/** A table that is there: the code when it fails, and what it is called in `matched_rules`. */
export interface Asked {
  readonly fails: boolean;
  readonly code: Code;
  readonly failed: string;
  readonly passed: readonly string[];
}

export function referenceGate(request: Request, snapshot: Snapshot, facts: Facts): ReferenceGate {
  const codes: readonly (Code | undefined)[] = [
    request.refusal?.code,
    facts.clock === undefined ? undefined : "engine.clock",
    nonceCode(request, facts),
    expiryCode(request, facts),
    agentCode(request, snapshot),
  ];
  return {
    refusal: codes.find((code) => code !== undefined) ?? null, // G1
    frozen: Boolean(facts.frozen) || snapshot.register?.emergency.freeze_all === true, // G2
    tables: request.payment === undefined ? [] : tablesOf(request.payment, snapshot), // G3, G4
  };
}

function nonceCode({ nonce }: Request, facts: Facts): Code | undefined {
  if (nonce === undefined) return undefined;
  if (facts.nonce === undefined) return "policy.undecidable";
  return facts.nonce === "replayed" ? "policy.nonce_replayed" : undefined;
}

function expiryCode({ expiry }: Request, { at }: Facts): Code | undefined {
  if (expiry === undefined) return undefined;
  if (at === undefined) return "policy.undecidable";
  return Date.parse(at) >= Date.parse(expiry) ? "policy.expiry_in_past" : undefined;
}

function agentCode({ principal, payment, kind }: Request, { register, closed }: Snapshot): Code | undefined {
  if (register === null || principal.type !== "Writ::Agent" || kind === "invalid") return undefined;
  const agent = register.agents.find(({ agent_id }) => agent_id === principal.id);
  const mustBeListed = closed.includes("agents") || (payment !== undefined && register.agents.length > 0);
  if (agent === undefined && mustBeListed) return "auth.agent_not_found";
  if (agent?.status === "revoked") return "auth.agent_revoked";
  const isPaused = agent?.status === "paused" || register.emergency.paused_agents.includes(principal.id);
  return isPaused ? "emergency.agent_paused" : undefined;
}

function tablesOf(payment: PaymentTerms, { risk, assets, closed }: Snapshot): readonly Asked[] {
  const { risk_class, token, chain, token_address, provider, recipient, inconsistencies } = payment;
  const isListed = assets.some(
    (asset) =>
      asset.chain === chain &&
      asset.symbol === token &&
      (token_address === null || asset.id.split("/erc20:")[1] === token_address.toLowerCase()),
  );
  const asset = `asset.${token.toLowerCase()}`;
  const table = (there: boolean, fails: boolean, named: Omit<Asked, "fails">): readonly Asked[] =>
    there ? [{ fails, ...named }] : [];
  const one = (code: Code, row: string): Omit<Asked, "fails"> => ({ code, failed: row, passed: [row] });
  return [
    ...table(risk !== null, !risk?.includes(risk_class), one("policy.risk_class_blocked", `risk.${risk_class}`)),
    ...table(assets.length > 0, !isListed, {
      ...one("policy.asset_unknown", asset),
      passed: [asset, `chain.${chain}`],
    }),
    ...table(
      closed.includes("providers"),
      !provider.allowed,
      one("policy.deny_unknown_provider", `provider.${provider.id ?? provider.url}`),
    ),
    ...table(
      closed.includes("recipients"),
      !recipient.allowed,
      one("policy.deny_recipient_not_allowlisted", `recipient.${recipient.address ?? "none"}`),
    ),
    ...table(inconsistencies.length > 0, true, one("policy.request_inconsistent", "builtin:consistency")),
  ];
}
