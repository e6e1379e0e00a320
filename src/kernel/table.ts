/** The tables of a policy, asked about one payment: a table that is there restricts, and one that is not says nothing. */

import type { Reason } from "./decision.ts";
import type { Court } from "./judge.ts";
import { assetOf } from "./listed-asset.ts";
import type { PaymentTerms } from "./payment.ts";
import type { Refusal } from "./request.ts";

/** What the tables say of a payment; docs/spec/decision.md, "Tables". */
export interface TablesSay {
  /** Why the first that the payment fails denies it. */
  readonly denial: Refusal | null;
  /** One row for each that it fails. */
  readonly failed: readonly Reason[];
  /** One row for each table that is there, for a payment that fails none. */
  readonly passed: readonly Reason[];
}

/** In the order of the specification; the consistency of the request is the last. */
export function askTables(payment: PaymentTerms, court: Court): TablesSay {
  const failures = TABLES.flatMap(({ fails }) => fails(payment, court) ?? []);
  const passed = TABLES.flatMap(({ passes }) => passes(payment, court));
  return {
    denial: failures[0] ?? null,
    failed: failures.map(({ row, detail }) => rowOf(row, "deny", detail)),
    passed: passed.map(([rule, text]) => rowOf(rule, "allow", text)),
  };
}

/** Why a table denies a payment. */
interface Failure extends Refusal {
  /** What stands in `matched_rules`. */
  readonly row: string;
}

function rowOf(rule: string, effect: Reason["effect"], text: string): Reason {
  return { rule, effect, tier: null, source: null, text };
}

interface Table {
  /** Null when the table is not there, or lists what the payment names. */
  readonly fails: (payment: PaymentTerms, court: Court) => Failure | null;
  /** The rows of a payment that does not fail. */
  readonly passes: (payment: PaymentTerms, court: Court) => readonly (readonly [row: string, text: string])[];
}

const RISK: Table = {
  fails: ({ risk_class }, { snapshot: { risk } }) => {
    if (risk === null || risk.includes(risk_class)) return null;
    const detail = `the risk class \`${risk_class}\` is not permitted`;
    return { row: `risk.${risk_class}`, code: "policy.risk_class_blocked", detail };
  },
  passes: ({ risk_class }, { snapshot }) =>
    snapshot.risk === null ? [] : [[`risk.${risk_class}`, `the risk class \`${risk_class}\` is permitted`]],
};

const ASSETS: Table = {
  fails: (payment, court) => {
    const { token, chain, token_address } = payment;
    if (court.snapshot.assets.length === 0 || assetOf(payment, court.snapshot.assets) !== null) return null;
    const contract = token_address === null ? "" : ` with the contract ${token_address}`;
    const detail = `no asset \`${token}\` on \`${chain}\`${contract} is listed`;
    return { row: `asset.${token.toLowerCase()}`, code: "policy.asset_unknown", detail };
  },
  passes: (payment, court) => {
    const asset = assetOf(payment, court.snapshot.assets);
    if (asset === null) return [];
    const { id, symbol, chain } = asset;
    return [
      [`asset.${symbol.toLowerCase()}`, `the asset ${id} is listed`],
      [`chain.${chain}`, `the chain \`${chain}\` has the asset ${id}`],
    ];
  },
};

const PROVIDERS: Table = {
  fails: ({ provider: { id, url, allowed } }, { snapshot }) => {
    if (!snapshot.closed.includes("providers") || allowed) return null;
    const detail = id === null ? `\`${url}\` is no provider that is listed` : `the provider \`${id}\` is not allowed`;
    return { row: `provider.${id ?? url}`, code: "policy.deny_unknown_provider", detail };
  },
  passes: ({ provider: { id } }, { snapshot }) =>
    snapshot.closed.includes("providers") ? [[`provider.${id}`, `the provider \`${id}\` is listed`]] : [],
};

const RECIPIENTS: Table = {
  fails: ({ recipient: { address, chain, allowed } }, { snapshot }) => {
    if (!snapshot.closed.includes("recipients") || allowed) return null;
    const detail = address === null ? "it names no recipient" : `${address} on \`${chain}\` is no allowed recipient`;
    return { row: `recipient.${address ?? "none"}`, code: "policy.deny_recipient_not_allowlisted", detail };
  },
  passes: ({ recipient: { address } }, { snapshot }) =>
    snapshot.closed.includes("recipients") ? [[`recipient.${address}`, `the recipient ${address} is allowed`]] : [],
};

/** No table: what contradicts itself is denied whoever asks for it. */
const CONSISTENCY: Table = {
  fails: ({ inconsistencies }) => {
    if (inconsistencies.length === 0) return null;
    const detail = inconsistencies.map(({ pointer, message }) => `\`${pointer}\`: ${message}`).join("; ");
    return { row: "builtin:consistency", code: "policy.request_inconsistent", detail };
  },
  passes: () => [],
};

const TABLES: readonly Table[] = [RISK, ASSETS, PROVIDERS, RECIPIENTS, CONSISTENCY];
