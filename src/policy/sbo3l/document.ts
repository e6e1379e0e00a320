/** An SBO3L policy document, version 1 → what it says, or everything that is wrong with it; docs/spec/sbo3l.md. */

import type { Effect } from "../../kernel/effect.ts";
import type { Emergency, Register } from "../../kernel/register.ts";
import { listOf, readBoolean, wordOf } from "../reader.ts";
import { type Read, type Reading, startReading } from "../reading.ts";
import type { Source } from "../source.ts";
import { tableOf } from "../table.ts";
import { type Budget, readBudgets } from "./budget.ts";
import { readAgents, readProviders, readRecipients } from "./list.ts";
import { completeTable, readAgentId, readSlug, readVersion, textUpTo } from "./reader.ts";
import { readRules, type When } from "./rule.ts";

export interface Sbo3lDocument {
  readonly policy_id: string;
  readonly description: string | null;
  /** The answer when no rule matches; never allow. */
  readonly default_decision: Exclude<Effect, "allow">;
  readonly register: Register;
  readonly budgets: readonly Budget[];
  /** In the order of the file: the first that matches decides. */
  readonly rules: readonly When[];
}

export interface Sbo3lReading {
  /** Holds the diagnostics, warnings too. */
  readonly reading: Reading;
  /** Null when there is an error. */
  readonly document: Sbo3lDocument | null;
}

/** Reads a parsed file, JSON or YAML. */
export function readSbo3l(source: Source): Sbo3lReading {
  const reading = startReading(source);
  const tables = readTables(source.value, "", reading);
  return { reading, document: tables === undefined || reading.count.error > 0 ? null : documentOf(tables) };
}

/** Whether a parsed file means to be such a document. */
export function looksLikeSbo3l(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && ["version", "policy_id"].every((key) => Object.hasOwn(value, key))
  );
}

interface Tables {
  readonly version: 1;
  readonly policy_id: string;
  readonly description: string;
  readonly default_decision: Sbo3lDocument["default_decision"];
  readonly agents: Register["agents"];
  readonly budgets: readonly Budget[];
  readonly providers: Register["providers"];
  readonly recipients: Register["recipients"];
  readonly rules: readonly When[];
  readonly emergency: Partial<Emergency>;
}

export const readEmergency: Read<Partial<Emergency>> = tableOf<Emergency>("emergency", {
  freeze_all: readBoolean,
  paused_agents: listOf(readAgentId),
});

const REQUIRED = [
  ...(["version", "policy_id", "default_decision"] as const),
  ...(["agents", "budgets", "providers", "recipients", "rules"] as const),
] as const;

const readTables = completeTable<Tables, (typeof REQUIRED)[number]>(
  "policy",
  {
    version: readVersion,
    policy_id: readSlug,
    description: textUpTo(512),
    default_decision: wordOf<Sbo3lDocument["default_decision"]>({ deny: "deny", requires_human: "ask" }),
    agents: readAgents,
    budgets: readBudgets,
    providers: readProviders,
    recipients: readRecipients,
    rules: readRules,
    emergency: readEmergency,
  },
  REQUIRED,
);

type Complete = Partial<Tables> & Pick<Tables, (typeof REQUIRED)[number]>;

function documentOf({ agents, providers, recipients, emergency, ...rest }: Complete): Sbo3lDocument {
  const { policy_id, description = null, default_decision, budgets, rules } = rest;
  const { freeze_all = false, paused_agents = [] } = emergency ?? {};
  const register = { agents, providers, recipients, emergency: { freeze_all, paused_agents } };
  return { policy_id, description, default_decision, register, budgets, rules };
}
