/** What a well-formed payment request must not say: its parts speak of one payment, or contradict each other. */

import { parseInstant } from "../../kernel/instant.ts";
import { quoted } from "../../kernel/json-error.ts";
import { isWithin, parseUrl, urlText } from "../../kernel/url.ts";
import type { Aprp, Destination, PaymentProtocol, X402Endpoint, X402Payload } from "./aprp.ts";

export interface Inconsistency {
  /** JSON Pointer (RFC 6901) of the value that contradicts another one. */
  readonly pointer: string;
  /** Lowercase, one line, foreign text in backticks. */
  readonly message: string;
}

/** Everything that contradicts itself in a request, in a fixed order. */
export function inconsistencies(aprp: Aprp): readonly Inconsistency[] {
  return [...ofProtocol(aprp), ...ofDestination(aprp), ...ofPayload(aprp)];
}

type DestinationType = Destination["type"];

/** Protocols of HTTP 402 pay an endpoint, the others pay an account on a chain. */
const ON_CHAIN: readonly DestinationType[] = ["eoa", "smart_account", "erc20_transfer"];
const PAYS: Readonly<Record<PaymentProtocol, readonly DestinationType[]>> = {
  x402: ["x402_endpoint"],
  l402: ["x402_endpoint"],
  erc20_transfer: ON_CHAIN,
  smart_account_session: ON_CHAIN,
};

function ofProtocol({ payment_protocol, destination, x402_payload }: Aprp): readonly Inconsistency[] {
  const found: Inconsistency[] = [];
  if (!PAYS[payment_protocol].includes(destination.type))
    found.push({
      pointer: "/payment_protocol",
      message: `\`${payment_protocol}\` does not pay a destination of type \`${destination.type}\``,
    });
  if (x402_payload !== null && payment_protocol !== "x402")
    found.push({ pointer: "/x402_payload", message: `an x402 payload, but the protocol is \`${payment_protocol}\`` });
  return found;
}

function ofDestination({ destination, provider_url }: Aprp): readonly Inconsistency[] {
  if (destination.type === "x402_endpoint") return ofEndpoint(destination, provider_url);
  if (destination.type !== "erc20_transfer" || !sameAddress(destination.token_address, destination.recipient))
    return [];
  return [{ pointer: "/destination/recipient", message: "the token would be sent to its own contract" }];
}

/** Otherwise a trusted provider would be named, and somebody else on its host, or elsewhere, be paid. */
function ofEndpoint({ url }: X402Endpoint, provider_url: string): readonly Inconsistency[] {
  const provider = parseUrl(provider_url);
  const endpoint = parseUrl(url);
  if (endpoint !== null && endpoint.userinfo !== null)
    return [{ pointer: "/destination/url", message: "an address with user information" }];
  // User information says nothing of the place: a provider that has it is nobody the lists know, but no way around this.
  if (provider === null || endpoint === null || isWithin({ ...provider, userinfo: null }, endpoint)) return [];
  return [
    { pointer: "/destination/url", message: `${quoted(url)} is not within the provider's ${quoted(provider_url)}` },
  ];
}

function ofPayload(aprp: Aprp): readonly Inconsistency[] {
  const { x402_payload: payload, destination } = aprp;
  if (payload === null) return [];
  const endpoint = destination.type === "x402_endpoint" ? destination : null;
  const pairs = [...paymentPairs(payload, aprp), ...(endpoint === null ? [] : endpointPairs(payload, endpoint))];
  return [...pairs.flatMap(differs), ...outlives(payload, aprp)];
}

/** Two values that must be the same, in the form in which they are compared. */
interface Pair {
  readonly name: keyof X402Payload;
  readonly paid: string;
  readonly asked: string;
}

function paymentPairs(payload: X402Payload, { amount, token, chain }: Aprp): readonly Pair[] {
  return [
    { name: "amount", paid: payload.amount, asked: amount.value },
    { name: "asset", paid: payload.asset, asked: token },
    { name: "chain", paid: payload.chain, asked: chain },
  ];
}

function endpointPairs(payload: X402Payload, { url, method, expected_recipient }: X402Endpoint): readonly Pair[] {
  const paid = payload.recipient.toLowerCase();
  return [
    { name: "recipient", paid, asked: expected_recipient?.toLowerCase() ?? paid },
    { name: "method", paid: payload.method, asked: method },
    { name: "challenge_url", paid: normal(payload.challenge_url), asked: normal(url) },
  ];
}

function differs({ name, paid, asked }: Pair): readonly Inconsistency[] {
  if (paid === asked) return [];
  return [{ pointer: `/x402_payload/${name}`, message: `${quoted(paid)}, but the request says ${quoted(asked)}` }];
}

/** A request that is good for longer than the challenge could be allowed for a challenge that is no more. */
function outlives({ expires_at }: X402Payload, { expiry }: Aprp): readonly Inconsistency[] {
  if ((parseInstant(expires_at) ?? 0) >= (parseInstant(expiry) ?? 0)) return [];
  const message = `the challenge ends at ${quoted(expires_at)}, before the request at ${quoted(expiry)}`;
  return [{ pointer: "/x402_payload/expires_at", message }];
}

function normal(url: string): string {
  const parsed = parseUrl(url);
  return parsed === null || parsed.userinfo !== null ? url : urlText(parsed);
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
