/** The lists of an SBO3L document: agents, providers, recipients. */

import { quoted } from "../../kernel/json-error.ts";
import type { Agent, Provider, Recipient } from "../../kernel/register.ts";
import { parseUrl } from "../../kernel/url.ts";
import { matching, wordOf } from "../reader.ts";
import { type Read, report } from "../reading.ts";
import { completeTable, notEmpty, orNull, readAgentId, textUpTo, uniqueList } from "./reader.ts";

/** A table of words that stand for themselves. */
function status<T extends string>(...words: readonly T[]): Read<T> {
  return wordOf(Object.fromEntries(words.map((word) => [word, word])) as Readonly<Record<string, T>>);
}

interface AgentRow {
  readonly agent_id: string;
  readonly status: Agent["status"];
  readonly policy_role: string;
}

const readAgentRow = completeTable<AgentRow, "agent_id" | "status">(
  "agent",
  { agent_id: readAgentId, status: status("active", "paused", "revoked"), policy_role: orNull(textUpTo(64)) },
  ["agent_id", "status"],
);

const readAgent: Read<Agent> = (value, pointer, reading) => {
  const row = readAgentRow(value, pointer, reading);
  return row === undefined ? undefined : { ...row, policy_role: row.policy_role ?? null };
};

export const readAgents: Read<readonly Agent[]> = notEmpty(
  uniqueList(readAgent, { key: ({ agent_id }) => agent_id, on: "agent_id", code: "agent.duplicate_id" }),
);

interface ProviderRow extends Provider {
  /** Read and not used: there is no connection to compare it with. */
  readonly cert_pin_sha256: string;
}

const MAX_URL = 2048;

/** A place that addresses can lie within: what they cannot have in common with it would only seem to bind them. */
const readPlace: Read<string> = (value, pointer, reading) => {
  const text = textUpTo(MAX_URL)(value, pointer, reading);
  if (text === undefined) return;
  const url = parseUrl(text);
  if (url !== null && url.userinfo === null && url.query === null) return text;
  const message = `${quoted(text)} is not an http or https address without user information and query`;
  return report(reading, pointer, { code: "value.url", message, help: "write it like `https://api.example.com/v1`" });
};

const readProviderRow = completeTable<ProviderRow, "id" | "url" | "status">(
  "provider",
  {
    id: textUpTo(128, 3),
    url: readPlace,
    status: status("trusted", "allowed", "denied", "observation"),
    cert_pin_sha256: orNull(
      matching(/^[A-Fa-f0-9]{64}$/, { code: "value.form", message: "a pin is 64 hexadecimal digits" }),
    ),
  },
  ["id", "url", "status"],
);

const readProvider: Read<Provider> = (value, pointer, reading) => {
  const row = readProviderRow(value, pointer, reading);
  return row === undefined ? undefined : { id: row.id, url: row.url, status: row.status };
};

export const readProviders: Read<readonly Provider[]> = uniqueList(readProvider, {
  ...{ key: ({ id }) => id, on: "id", code: "provider.duplicate_id" },
});

interface RecipientRow extends Recipient {
  /** For people. */
  readonly label: string;
}

const readRecipientRow = completeTable<RecipientRow, "address" | "chain" | "status">(
  "recipient",
  {
    address: matching(/^0x[a-fA-F0-9]{40}$/, {
      ...{ code: "value.form", message: "an address is `0x` and 40 hexadecimal digits" },
    }),
    chain: textUpTo(32, 2),
    status: status("allowed", "denied"),
    label: orNull(textUpTo(128)),
  },
  ["address", "chain", "status"],
);

const readRecipient: Read<Recipient> = (value, pointer, reading) => {
  const row = readRecipientRow(value, pointer, reading);
  return row === undefined ? undefined : { address: row.address, chain: row.chain, status: row.status };
};

export const readRecipients: Read<readonly Recipient[]> = uniqueList(readRecipient, {
  ...{ key: ({ address, chain }) => `${address.toLowerCase()} on ${chain}`, on: "address" },
  code: "recipient.duplicate",
});
