/** The agents that a policy lists, and what it says of one of them. */

import { perObject } from "./per-object.ts";
import type { Agent, ListFacts, Register } from "./register.ts";

interface Roll {
  readonly listed: ReadonlyMap<string, Agent>;
  readonly paused: ReadonlySet<string>;
}

export function agentOf(register: Register, agent_id: string): ListFacts["agent"] {
  const { listed, paused } = rollOf(register);
  const agent = listed.get(agent_id);
  const isPaused = paused.has(agent_id);
  return {
    agent_id,
    active: agent?.status === "active" && !isPaused,
    paused: agent?.status === "paused" || isPaused,
    revoked: agent?.status === "revoked",
    policy_role: agent?.policy_role ?? "",
    known: agent !== undefined,
  };
}

/** Called up on first use: a question costs the same however many are listed. */
const rollOf: (register: Register) => Roll = perObject(({ agents, emergency }) => ({
  listed: new Map(agents.map((agent) => [agent.agent_id, agent])),
  paused: new Set(emergency.paused_agents),
}));
