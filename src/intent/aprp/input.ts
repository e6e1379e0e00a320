/** A payment request as conditions see it: the `input` of docs/spec/sbo3l.md. */

import type { ListFacts } from "../../kernel/register.ts";
import type { Aprp } from "./aprp.ts";

export interface InputRecord {
  readonly [name: string]: string | boolean | InputRecord;
}

/** The record, plain JSON; what is null is left out, for the kernel's expressions have no null. */
export function inputOf(aprp: Aprp, { agent, provider, recipient, emergency }: ListFacts): InputRecord {
  const { agent_id, task_id, intent, payment_protocol, risk_class, amount, token, chain, provider_url } = aprp;
  return {
    ...{ agent_id, task_id, intent, payment_protocol, risk_class, amount_usd: amount.value },
    ...{ token, chain, provider_url },
    agent,
    provider: withoutNull(provider),
    recipient: withoutNull(recipient),
    emergency: { freeze_all: emergency.freeze_all },
  };
}

function withoutNull(facts: Readonly<Record<string, string | boolean | null>>): InputRecord {
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string | boolean] => fact[1] !== null),
  );
}
