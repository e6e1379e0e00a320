/** Cases with lists and tables, payment requests, and policies that state a default. */

import type { Facts } from "../../src/kernel/facts.ts";
import type { Closed, ListedAsset, PaymentTerms, RiskClass } from "../../src/kernel/payment.ts";
import { factsOf, type Register } from "../../src/kernel/register.ts";
import type { Request } from "../../src/kernel/request.ts";
import type { Policy, Snapshot } from "../../src/kernel/rule.ts";
import { type Choice, once, pick, several } from "./choice.ts";
import { type Case, decisionCase } from "./generate.ts";
import { ACTIONS, INSTANTS } from "./generate-request.ts";

const AGENTS = ["agent:a", "agent:b", "agent:A"];
const WALLET = `0x${"aB".repeat(20)}`;
const CONTRACT = `0x${"cd".repeat(20)}`;
const CLOSED: readonly Closed[] = ["agents", "providers", "recipients"];
const RISKS: readonly RiskClass[] = ["low", "medium", "high", "critical"];

export function gatedCase(choice: Choice): Case {
  const given = decisionCase(choice);
  const register = once(choice, 3) ? null : someRegister(choice);
  const snapshot: Snapshot = {
    ...given.snapshot,
    policies: given.snapshot.policies.map((policy) => withDefault(choice, policy)),
    register,
    closed: register === null ? [] : CLOSED.filter(() => once(choice, 4)),
    assets: once(choice, 2) ? [] : [asset(choice)],
    risk: once(choice, 2) ? null : RISKS.filter(() => !once(choice, 3)),
  };
  return { snapshot, request: gatedRequest(choice, given.request, register), facts: gatedFacts(choice, given.facts) };
}

function withDefault(choice: Choice, policy: Policy): Policy {
  if (policy.about === "tool" || once(choice, 3)) return policy;
  return { ...policy, otherwise: { action: pick(choice, ACTIONS), effect: pick(choice, ["deny", "ask"]) } };
}

function someRegister(choice: Choice): Register {
  return {
    agents: AGENTS.slice(choice(4)).map((agent_id) => {
      return {
        agent_id,
        status: pick(choice, ["active", "active", "active", "active", "active", "paused", "revoked"]),
        policy_role: null,
      };
    }),
    providers: [
      {
        id: "api",
        url: "https://api.example",
        status: pick(choice, ["trusted", "allowed", "allowed", "denied", "observation"]),
      },
    ],
    recipients: [{ address: WALLET, chain: "base", status: pick(choice, ["allowed", "allowed", "denied"]) }],
    emergency: { freeze_all: once(choice, 12), paused_agents: several(choice, [0, 1], (c) => pick(c, AGENTS)) },
  };
}

function asset(choice: Choice): ListedAsset {
  const id = pick(choice, [`eip155:1/erc20:${CONTRACT}`, "eip155:1/slip44:60"]);
  return {
    id,
    decimals: 6,
    chain: pick(choice, ["base", "base", "sepolia"]),
    symbol: pick(choice, ["USDC", "USDC", "WETH"]),
  };
}

function gatedRequest(choice: Choice, request: Request, register: Register | null): Request {
  if (once(choice, 4)) return request;
  return {
    ...request,
    refusal: once(choice, 3) ? request.refusal : null,
    ...(once(choice, 2) ? { nonce: "n" } : {}),
    ...(once(choice, 3) ? { expiry: pick(choice, INSTANTS) } : {}),
    ...(once(choice, 3) ? {} : { payment: terms(choice, request.principal.id, register) }),
  };
}

function terms(choice: Choice, agent_id: string, register: Register | null): PaymentTerms {
  const chain = pick(choice, ["base", "base", "sepolia"]);
  const nobody: Register = { agents: [], providers: [], recipients: [], emergency: NO_EMERGENCY };
  const provider_url = pick(choice, ["https://api.example/v1", "https://api.example", "https://else.example"]);
  const recipient = pick(choice, [WALLET, WALLET.toLowerCase(), CONTRACT, null]);
  const facts = factsOf(register ?? nobody, { agent_id, provider_url, chain, recipient });
  return {
    task: "t",
    risk_class: pick(choice, RISKS),
    chain,
    token: pick(choice, ["USDC", "USDC", "WETH"]),
    token_address: pick(choice, [null, null, CONTRACT, CONTRACT.toUpperCase().replace("0X", "0x"), WALLET]),
    provider: facts.provider,
    recipient: facts.recipient,
    inconsistencies: once(choice, 6) ? [{ pointer: "/chain", message: "contradicts itself" }] : [],
  };
}

const NO_EMERGENCY: Register["emergency"] = { freeze_all: false, paused_agents: [] };

function gatedFacts(choice: Choice, facts: Facts): Facts {
  if (once(choice, 10)) return facts;
  const clock = once(choice, 20) ? { clock: "unconfirmed" as const } : {};
  return { ...facts, ...clock, nonce: pick(choice, ["free", "free", "free", "own", "replayed"]) };
}
