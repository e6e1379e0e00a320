/** The agents that a policy lists, and what it says of one of them. */

import type { Agent, ListFacts, Register } from "./register.ts";

interface Roll {
  readonly listed: ReadonlyMap<string, Agent>;
  readonly paused: ReadonlySet<string>;
}

/** By register, called up on first use: a question costs the same however many are listed. */
const rolls = new WeakMap<Register, Roll>();

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

function rollOf(register: Register): Roll {
  let roll = rolls.get(register);
  if (roll === undefined) {
    const { agents, emergency } = register;
    const listed = new Map(agents.map((agent) => [agent.agent_id, agent]));
    roll = { listed, paused: new Set(emergency.paused_agents) };
    rolls.set(register, roll);
  }
  return roll;
}
