/** Payments: which actions are, and what is asked for, as the tables of a policy look at it. Plain JSON. */

import type { ListFacts } from "./register.ts";

/** The action of every payment request. */
export const PAYMENT_REQUEST = "payment.request";

export type RiskClass = "low" | "medium" | "high" | "critical";

/** An asset that payments may be made in. */
export interface ListedAsset {
  /** CAIP-19, as `parseAsset` gives it: `eip155:8453/erc20:0x…`. */
  readonly id: string;
  readonly decimals: number;
  /** What payment requests call its chain and the asset there: as a pair unique, and never an identity. */
  readonly chain: string;
  readonly symbol: string;
}

/** A list outside of which nothing is permitted. */
export type Closed = "agents" | "providers" | "recipients";

export interface PaymentTerms {
  /** What it is for. */
  readonly task: string;
  /** What the agent says of itself. */
  readonly risk_class: RiskClass;
  readonly chain: string;
  readonly token: string;
  /** The contract, where the request names it. */
  readonly token_address: string | null;
  readonly provider: ListFacts["provider"];
  readonly recipient: ListFacts["recipient"];
  /** Where the request contradicts itself. */
  readonly inconsistencies: readonly { readonly pointer: string; readonly message: string }[];
}

export function assetKey(chain: string, symbol: string): string {
  return `${chain} ${symbol}`;
}

/** Whether an action is a payment, by its name; asking about payments moves nothing. */
export function isPayment(action: string): boolean {
  return /payment/i.test(action) && !/query$/i.test(action);
}
