/** A payment document as a request; docs/spec/aprp.md, "As a request". */

import { parseAmount } from "../kernel/amount.ts";
import { PAYMENT_REQUEST, type PaymentTerms } from "../kernel/payment.ts";
import { factsOf, type ListFacts, NOBODY } from "../kernel/register.ts";
import type { ActionPart, Request } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { membersOf } from "./access.ts";
import { type Aprp, recipientOf } from "./aprp/aprp.ts";
import { inconsistencies } from "./aprp/consistency.ts";
import { inputOf } from "./aprp/input.ts";
import type { Problem } from "./aprp/problem.ts";
import { readAprp } from "./aprp/read.ts";
import { type Fields, invalid, optionalText } from "./call.ts";

/** Throws CallError with everything that is wrong with the document. */
export function aprpRequest(call: Fields, snapshot: Snapshot): Request {
  const read = readAprp(membersOf(call["request"], "/request"));
  if ("problems" in read) throw invalid(read.problems.map(problemText).join("; "));
  const { aprp } = read;
  checkPrincipal(call["principal"], aprp);
  const facts = factsOf(snapshot.register ?? NOBODY, { ...aprp, recipient: recipientOf(aprp) });
  const tenant = optionalText(call["tenant"], "/tenant");
  return {
    kind: "action",
    principal: { type: "Writ::Agent", id: aprp.agent_id },
    action: { type: "Writ::Action", id: PAYMENT_REQUEST },
    resource: { type: "Writ::Provider", id: facts.provider.id ?? aprp.provider_url },
    context: { session_id: optionalText(call["session"], "/session"), tenant, capabilities: [] },
    given: { principal: {}, action: {}, resource: {}, context: inputOf(aprp, facts) },
    expiry: aprp.expiry,
    nonce: aprp.nonce,
    payment: termsOf(aprp, facts),
    refusal: null,
    constraints: null,
    parts: [partOf(aprp, tenant)],
  };
}

function problemText({ pointer, message }: Problem): string {
  return `\`/request${pointer}\`: ${message}`;
}

/** Who asks stands in the document; a caller may repeat it, and never contradict it. */
function checkPrincipal(value: unknown, { agent_id }: Aprp): void {
  const principal = optionalText(value, "/principal");
  if (principal !== null && principal !== agent_id)
    throw invalid(`\`/principal\` is \`${principal}\`, but \`/request/agent_id\` is \`${agent_id}\``);
}

function termsOf(aprp: Aprp, { provider, recipient }: ListFacts): PaymentTerms {
  const { task_id: task, risk_class, chain, token, destination } = aprp;
  const token_address = destination.type === "erc20_transfer" ? destination.token_address : null;
  return { task, risk_class, chain, token, token_address, provider, recipient, inconsistencies: inconsistencies(aprp) };
}

function partOf({ amount: { value, currency } }: Aprp, tenant: string | null): ActionPart {
  return { kind: "action", judged: "full", action: PAYMENT_REQUEST, tenant, amount: parseAmount(value), currency };
}
