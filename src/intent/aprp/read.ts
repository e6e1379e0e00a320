/** Payment document → Aprp, or everything that is wrong with it. */

import { isRecord } from "../call.ts";
import type {
  Account,
  Aprp,
  Destination,
  Erc20Transfer,
  ExpectedResult,
  Method,
  X402Endpoint,
  X402Payload,
} from "./aprp.ts";
import { type Problem, report } from "./problem.ts";
import {
  matching,
  nullable,
  objectOf,
  optional,
  outOfRange,
  type Read,
  readAddress,
  readAmount,
  readInstant,
  readUrl,
  required,
  textOfLength,
  wordOf,
  wrongType,
} from "./reader.ts";

/**
 * Reads an APRP v1 document from parsed JSON, strictly: unknown fields are refused everywhere, formats are asserted.
 *
 * All problems are given, at most 100: the fields in the order of the specification, then unknown ones.
 */
export function readAprp(value: unknown): { readonly aprp: Aprp } | { readonly problems: readonly Problem[] } {
  if (!isRecord(value))
    return { problems: [{ pointer: "", code: "schema.invalid_root", message: "expected an object" }] };
  const problems: Problem[] = [];
  const aprp = readRoot(value, "", problems);
  return aprp === undefined ? { problems } : { aprp };
}

const readMethod: Read<Method> = wordOf<Method>("GET", "POST", "PUT", "PATCH", "DELETE");

const readEndpoint: Read<X402Endpoint> = objectOf<X402Endpoint>({
  type: required(wordOf("x402_endpoint")),
  url: required(readUrl),
  method: required(readMethod),
  expected_recipient: optional(nullable(readAddress)),
});

const readAccount: Read<Account> = objectOf<Account>({
  type: required(wordOf("eoa", "smart_account")),
  address: required(readAddress),
});

const readTransfer: Read<Erc20Transfer> = objectOf<Erc20Transfer>({
  type: required(wordOf("erc20_transfer")),
  token_address: required(readAddress),
  recipient: required(readAddress),
});

const DESTINATIONS: Readonly<Record<Destination["type"], Read<Destination>>> = {
  x402_endpoint: readEndpoint,
  eoa: readAccount,
  smart_account: readAccount,
  erc20_transfer: readTransfer,
};

/** One of several forms, chosen by `type`, so that its own problems can be told. */
const readDestination: Read<Destination> = (value, pointer, problems) => {
  if (!isRecord(value)) return wrongType(value, "an object", { pointer, problems });
  const at = `${pointer}/type`;
  if (!Object.hasOwn(value, "type"))
    return report(problems, { pointer: at, code: "schema.missing_field", message: "the field `type` is missing" });
  const type = value["type"];
  if (typeof type !== "string") return wrongType(type, "a string", { pointer: at, problems });
  if (Object.hasOwn(DESTINATIONS, type)) return DESTINATIONS[type as Destination["type"]](value, pointer, problems);
  const wanted = Object.keys(DESTINATIONS).map((known) => `\`${known}\``);
  return outOfRange(type, wanted.join(" or "), { pointer: at, problems });
};

/** `1` and nothing that equals it in another type. */
const readVersion: Read<1> = (value, pointer, problems) => {
  if (value === 1) return 1;
  if (typeof value !== "number" && typeof value !== "bigint") return wrongType(value, "1", { pointer, problems });
  return outOfRange(String(value), "1", { pointer, problems });
};

const readSha256: Read<string> = matching(/^[a-f0-9]{64}$/, "64 lower-case hexadecimal digits");

const readPayload: Read<X402Payload> = objectOf<X402Payload>({
  version: required(readVersion),
  challenge_url: required(readUrl),
  method: required(readMethod),
  amount: required(readAmount),
  asset: required(textOfLength(2, 32)),
  chain: required(textOfLength(2, 32)),
  recipient: required(readAddress),
  expires_at: required(readInstant),
  resource_hash: optional(nullable(readSha256)),
  provider_signature: optional(nullable(textOfLength(0, 256))),
});

const readResult: Read<ExpectedResult> = objectOf<ExpectedResult>({
  kind: required(wordOf("json", "file", "receipt", "none")),
  sha256: optional(readSha256),
  content_type: optional(textOfLength(0, 128)),
});

const readRoot: Read<Aprp> = objectOf<Aprp>({
  agent_id: required(matching(/^[a-z0-9][a-z0-9_-]{2,63}$/, "3 to 64 of `a-z0-9_-`, not beginning with `_` or `-`")),
  task_id: required(
    matching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, "1 to 64 of `A-Za-z0-9._:-`, a letter or digit first"),
  ),
  intent: required(wordOf("purchase_api_call", "purchase_dataset", "pay_compute_job", "pay_agent_service", "tip")),
  amount: required(objectOf<Aprp["amount"]>({ value: required(readAmount), currency: required(wordOf("USD")) })),
  token: required(matching(/^[A-Z0-9]{2,16}$/, "2 to 16 of `A-Z0-9`")),
  destination: required(readDestination),
  payment_protocol: required(wordOf("x402", "l402", "erc20_transfer", "smart_account_session")),
  chain: required(matching(/^[a-z0-9][a-z0-9_-]{1,31}$/, "2 to 32 of `a-z0-9_-`, a letter or digit first")),
  provider_url: required(readUrl),
  expiry: required(readInstant),
  nonce: required(matching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, "a ULID: 26 characters of Crockford's base 32")),
  risk_class: required(wordOf("low", "medium", "high", "critical")),
  x402_payload: optional(nullable(readPayload)),
  expected_result: optional(nullable(readResult)),
});
