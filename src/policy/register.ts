/** Whom and what policy files list: the tables of a TOML file, and the lists of an SBO3L document. */

import type { Closed, ListedAsset, RiskClass } from "../kernel/payment.ts";
import { NOBODY, type Register } from "../kernel/register.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { readAgents } from "./agent.ts";
import { readAssets } from "./asset.ts";
import { listOf, wordOf } from "./reader.ts";
import type { Read } from "./reading.ts";
import { readEmergency } from "./sbo3l/document.ts";
import { readProviders, readRecipients } from "./sbo3l/list.ts";
import { completeTable, notEmpty } from "./sbo3l/reader.ts";
import type { Schema } from "./table.ts";

/** What one file lists; a list that it does not have is undefined. */
export interface Lists {
  readonly register: Partial<Register>;
  readonly closed: readonly Closed[];
  readonly assets: readonly ListedAsset[];
  readonly risk: readonly RiskClass[] | null;
}

export const NO_LISTS: Lists = { register: {}, closed: [], assets: [], risk: null };

export interface ListTables {
  readonly agents: Register["agents"];
  readonly providers: Register["providers"];
  readonly recipients: Register["recipients"];
  readonly emergency: Partial<Register["emergency"]>;
  readonly assets: readonly ListedAsset[];
  readonly risk: { readonly allowed: readonly RiskClass[] };
}

const readRisk: Read<ListTables["risk"]> = completeTable<ListTables["risk"], "allowed">(
  "risk",
  { allowed: listOf(wordOf<RiskClass>({ low: "low", medium: "medium", high: "high", critical: "critical" })) },
  ["allowed"],
);

export const LIST_TABLES: Schema<ListTables> = {
  agents: readAgents,
  providers: notEmpty(readProviders),
  recipients: notEmpty(readRecipients),
  emergency: readEmergency,
  assets: readAssets,
  risk: readRisk,
};

const CLOSING: readonly Closed[] = ["agents", "providers", "recipients"];

/** Of a file of Writ's own: whoever lists agents, providers or recipients permits no others. */
export function listsOf(tables: Partial<ListTables>): Lists {
  const { agents, providers, recipients, emergency, assets = [], risk } = tables;
  const { freeze_all = false, paused_agents = [] } = emergency ?? {};
  const register = {
    ...(agents === undefined ? {} : { agents }),
    ...(providers === undefined ? {} : { providers }),
    ...(recipients === undefined ? {} : { recipients }),
    ...(emergency === undefined ? {} : { emergency: { freeze_all, paused_agents } }),
  };
  return {
    register,
    closed: CLOSING.filter((name) => tables[name] !== undefined),
    assets,
    risk: risk?.allowed ?? null,
  };
}

/** The lists of all files add up. */
export function joinLists(all: readonly Lists[]): Pick<Snapshot, "register" | "closed" | "assets" | "risk"> {
  const registers = all.map(({ register }) => ({ ...NOBODY, ...register }));
  const isEmpty = all.every(({ register }) => Object.keys(register).length === 0);
  const emergency = {
    freeze_all: registers.some((each) => each.emergency.freeze_all),
    paused_agents: [...new Set(registers.flatMap((each) => each.emergency.paused_agents))],
  };
  const register = {
    agents: registers.flatMap(({ agents }) => agents),
    providers: registers.flatMap(({ providers }) => providers),
    recipients: registers.flatMap(({ recipients }) => recipients),
    emergency,
  };
  return {
    register: isEmpty ? null : register,
    closed: CLOSING.filter((name) => all.some(({ closed }) => closed.includes(name))),
    assets: all.flatMap(({ assets }) => assets),
    risk: all.find(({ risk }) => risk !== null)?.risk ?? null,
  };
}
