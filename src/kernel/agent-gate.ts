/** What no rule opens to an agent: the register does not know it, or has stopped it. */

import { agentOf } from "./agent.ts";
import type { Refusal, Request } from "./request.ts";
import type { Snapshot } from "./rule.ts";

/** Writ's own type, and what others call one: AuthZEN leaves the type of a subject to whoever asks. */
const AGENT = /(?:^|::)agent$/i;

/** A payment is asked for by somebody whom the register knows; anything else too, where its list of agents is closed. */
export function agentRefusal(request: Request, { register, closed }: Snapshot): Refusal | null {
  const { type, id } = request.principal;
  if (register === null || !AGENT.test(type) || request.kind === "invalid") return null;
  const agent = agentOf(register, id);
  const mustBeKnown = closed.includes("agents") || (request.payment !== undefined && register.agents.length > 0);
  if (!agent.known && mustBeKnown)
    return { code: "auth.agent_not_found", detail: `the policy does not list the agent \`${id}\`` };
  if (agent.revoked) return { code: "auth.agent_revoked", detail: `the agent \`${id}\` was revoked` };
  return agent.paused ? { code: "emergency.agent_paused", detail: `the agent \`${id}\` is paused` } : null;
}
