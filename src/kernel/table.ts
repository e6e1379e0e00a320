/** The tables of a policy, asked about one payment: a table that is there restricts, and one that is not says nothing. */

import type { Code } from "./code.ts";
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
  /** One row or two for each that it passes: told where it fails none. */
  readonly passed: readonly Reason[];
}

/** In the order of the specification; the consistency of the request is the last. */
export function askTables(payment: PaymentTerms, court: Court): TablesSay {
  const said = TABLES.flatMap((table) => table(payment, court));
  const failures = said.flatMap(({ row, code, detail }) => (code === null ? [] : { row, code, detail }));
  const passed = said.filter(({ code }) => code === null);
  return {
    denial: failures[0] ?? null,
    failed: failures.map((each) => reasonOf(each, "deny")),
    passed: passed.map((each) => reasonOf(each, "allow")),
  };
}

/** What a table says of a payment. */
interface Row {
  /** What stands in `matched_rules`. */
  readonly row: string;
  readonly detail: string;
  /** Why it denies; null for a payment that the table permits. */
  readonly code: Code | null;
}

function reasonOf({ row, detail }: Row, effect: Reason["effect"]): Reason {
  return { rule: row, effect, tier: null, source: null, text: detail };
}

/** No rows where the table is not there. */
type Table = (payment: PaymentTerms, court: Court) => readonly Row[];

const risk: Table = ({ risk_class }, { snapshot }) => {
  if (snapshot.risk === null) return [];
  const isPermitted = snapshot.risk.includes(risk_class);
  const detail = `the risk class \`${risk_class}\` is ${isPermitted ? "" : "not "}permitted`;
  return [{ row: `risk.${risk_class}`, code: isPermitted ? null : "policy.risk_class_blocked", detail }];
};

const assets: Table = (payment, { snapshot }) => {
  if (snapshot.assets.length === 0) return [];
  const asset = assetOf(payment, snapshot.assets);
  if (asset === null) {
    const { token, chain, token_address } = payment;
    const contract = token_address === null ? "" : ` with the contract ${token_address}`;
    const detail = `no asset \`${token}\` on \`${chain}\`${contract} is listed`;
    return [{ row: `asset.${token.toLowerCase()}`, code: "policy.asset_unknown", detail }];
  }
  const { id, symbol, chain } = asset;
  return [
    { row: `asset.${symbol.toLowerCase()}`, code: null, detail: `the asset ${id} is listed` },
    { row: `chain.${chain}`, code: null, detail: `the chain \`${chain}\` has the asset ${id}` },
  ];
};

const providers: Table = ({ provider: { id, url, allowed } }, { snapshot }) => {
  if (!snapshot.closed.includes("providers")) return [];
  if (allowed) return [{ row: `provider.${id}`, code: null, detail: `the provider \`${id}\` is listed` }];
  const detail = id === null ? `\`${url}\` is no provider that is listed` : `the provider \`${id}\` is not allowed`;
  return [{ row: `provider.${id ?? url}`, code: "policy.deny_unknown_provider", detail }];
};

const recipients: Table = ({ recipient: { address, chain, allowed } }, { snapshot }) => {
  if (!snapshot.closed.includes("recipients")) return [];
  if (allowed) return [{ row: `recipient.${address}`, code: null, detail: `the recipient ${address} is allowed` }];
  const detail = address === null ? "it names no recipient" : `${address} on \`${chain}\` is no allowed recipient`;
  return [{ row: `recipient.${address ?? "none"}`, code: "policy.deny_recipient_not_allowlisted", detail }];
};

/** No table: what contradicts itself is denied whoever asks for it. */
const consistency: Table = ({ inconsistencies }) => {
  if (inconsistencies.length === 0) return [];
  const detail = inconsistencies.map(({ pointer, message }) => `\`${pointer}\`: ${message}`).join("; ");
  return [{ row: "builtin:consistency", code: "policy.request_inconsistent", detail }];
};

const TABLES: readonly Table[] = [risk, assets, providers, recipients, consistency];
