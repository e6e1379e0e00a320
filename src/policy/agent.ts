/** The `[[agents]]` table: who may ask for anything at all. */

import type { Agent } from "../kernel/register.ts";
import { readString, wordOf } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { notEmpty, uniqueList } from "./sbo3l/reader.ts";
import { isTable, tableOf } from "./table.ts";

interface Row {
  readonly id: string;
  /** As SBO3L calls it. */
  readonly agent_id: string;
  readonly status: Agent["status"];
  readonly role: string;
  readonly owner: string;
}

const readRow = tableOf<Row>("agent", {
  id: readString,
  agent_id: readString,
  status: wordOf<Agent["status"]>({ active: "active", paused: "paused", revoked: "revoked" }),
  role: readString,
  owner: readString,
});

const readAgent: Read<Agent> = (value, pointer, reading) => {
  const row = readRow(value, pointer, reading);
  if (row === undefined) return;
  const { id, agent_id = id, status = "active", role = null, owner } = row;
  if (agent_id !== undefined && (id === undefined || id === agent_id))
    return { agent_id, status, policy_role: role, ...(owner === undefined ? {} : { owner }) };
  // A name that is there but was refused has been reported.
  if (id === undefined && isTable(value) && ("id" in value || "agent_id" in value)) return;
  const message = id === undefined ? "the agent has no `id`" : "`id` and `agent_id` name two agents";
  return report(reading, pointer, { code: "agent.missing_key", message });
};

export const readAgents: Read<readonly Agent[]> = notEmpty(
  uniqueList(readAgent, { key: ({ agent_id }) => agent_id, on: "id", code: "agent.duplicate_id" }),
);
