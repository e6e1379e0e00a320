/** The agent payment request (APRP v1), as read: docs/spec/aprp.md. An absent optional field and a null one are both null. */

export interface Aprp {
  readonly agent_id: string;
  readonly task_id: string;
  readonly intent: "purchase_api_call" | "purchase_dataset" | "pay_compute_job" | "pay_agent_service" | "tip";
  readonly amount: Money;
  /** A symbol, such as `USDC`; never an identity of a contract. */
  readonly token: string;
  readonly destination: Destination;
  readonly payment_protocol: PaymentProtocol;
  readonly chain: string;
  /** An `http` or `https` address, as written. */
  readonly provider_url: string;
  /** UTC, with milliseconds; finer digits are cut off, which is never later. */
  readonly expiry: string;
  readonly nonce: string;
  /** What the agent says of itself. */
  readonly risk_class: "low" | "medium" | "high" | "critical";
  readonly x402_payload: X402Payload | null;
  readonly expected_result: ExpectedResult | null;
}

export interface Money {
  /** Canonical decimal text; `0` is possible. */
  readonly value: string;
  readonly currency: "USD";
}

export type PaymentProtocol = "x402" | "l402" | "erc20_transfer" | "smart_account_session";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type Destination = X402Endpoint | Account | Erc20Transfer;

export interface X402Endpoint {
  readonly type: "x402_endpoint";
  readonly url: string;
  readonly method: Method;
  readonly expected_recipient: string | null;
}

export interface Account {
  readonly type: "eoa" | "smart_account";
  readonly address: string;
}

export interface Erc20Transfer {
  readonly type: "erc20_transfer";
  readonly token_address: string;
  readonly recipient: string;
}

/** The challenge that is to be paid. */
export interface X402Payload {
  readonly version: 1;
  readonly challenge_url: string;
  readonly method: Method;
  /** Canonical decimal text. */
  readonly amount: string;
  readonly asset: string;
  readonly chain: string;
  readonly recipient: string;
  /** UTC, with milliseconds. */
  readonly expires_at: string;
  readonly resource_hash: string | null;
  readonly provider_signature: string | null;
}

export interface ExpectedResult {
  readonly kind: "json" | "file" | "receipt" | "none";
  readonly sha256: string | null;
  readonly content_type: string | null;
}

/** The address that is to receive the money, as written; null where the request names none. */
export function recipientOf({ destination }: Aprp): string | null {
  if (destination.type === "x402_endpoint") return destination.expected_recipient;
  return destination.type === "erc20_transfer" ? destination.recipient : destination.address;
}
