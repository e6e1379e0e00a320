import { describe, expect, test } from "vitest";
import type { Account, Aprp, Erc20Transfer, PaymentProtocol, X402Endpoint, X402Payload } from "./aprp.ts";
import { inconsistencies } from "./consistency.ts";

const WALLET = `0x${"ab".repeat(20)}`;
const OTHER = `0x${"12".repeat(20)}`;
const URL_ = "https://api.weather.example/v2/forecast";

const ENDPOINT: X402Endpoint = { type: "x402_endpoint", url: URL_, method: "GET", expected_recipient: WALLET };
const ACCOUNT: Account = { type: "eoa", address: WALLET };
const TRANSFER: Erc20Transfer = { type: "erc20_transfer", token_address: OTHER, recipient: WALLET };

const REQUEST: Aprp = {
  agent_id: "weather-agent",
  task_id: "t1",
  intent: "purchase_dataset",
  amount: { value: "12.5", currency: "USD" },
  token: "USDC",
  destination: ENDPOINT,
  payment_protocol: "x402",
  chain: "base",
  provider_url: "https://api.weather.example",
  expiry: "2026-11-20T12:00:00.000Z",
  nonce: "01JD3XW0Q5ZZZZZZZZZZZZZZZZ",
  risk_class: "low",
  x402_payload: null,
  expected_result: null,
};
const PAYLOAD: X402Payload = {
  version: 1,
  challenge_url: URL_,
  method: "GET",
  amount: "12.5",
  asset: "USDC",
  chain: "base",
  recipient: WALLET,
  expires_at: "2026-11-20T12:00:00.000Z",
  resource_hash: null,
  provider_signature: null,
};

function pointers(change: Partial<Aprp>): readonly string[] {
  return inconsistencies({ ...REQUEST, ...change }).map(({ pointer, message }) => {
    expect(message).toMatch(/^[^A-Z\n][^\n]*$/);
    return pointer;
  });
}

describe("the protocol", () => {
  test.each<[PaymentProtocol, Aprp["destination"]]>([
    ["x402", ENDPOINT],
    ["l402", ENDPOINT],
    ["erc20_transfer", TRANSFER],
    ["erc20_transfer", ACCOUNT],
    ["smart_account_session", { ...ACCOUNT, type: "smart_account" }],
    ["smart_account_session", TRANSFER],
  ])("%s pays %j", (payment_protocol, destination) => {
    expect(pointers({ payment_protocol, destination })).toEqual([]);
  });

  test.each<[PaymentProtocol, Aprp["destination"]]>([
    ["x402", ACCOUNT],
    ["x402", TRANSFER],
    ["l402", ACCOUNT],
    ["erc20_transfer", ENDPOINT],
    ["smart_account_session", ENDPOINT],
  ])("%s does not pay %j", (payment_protocol, destination) => {
    expect(pointers({ payment_protocol, destination })).toEqual(["/payment_protocol"]);
  });

  test("of a challenge is x402", () => {
    expect(pointers({ payment_protocol: "l402", x402_payload: PAYLOAD })).toEqual(["/x402_payload"]);
  });
});

describe("the endpoint", () => {
  const at = (url: string, provider_url: string) => pointers({ destination: { ...ENDPOINT, url }, provider_url });

  test.each([
    [URL_, "https://API.weather.example:443/"],
    [URL_, "https://api.weather.example/v2"],
    [URL_, URL_],
  ])("%s is the provider's %s", (url, provider) => {
    expect(at(url, provider)).toEqual([]);
  });

  test.each([
    ["https://evil.example/v2/forecast", "https://api.weather.example"],
    ["http://api.weather.example/v2/forecast", "https://api.weather.example"],
    ["https://api.weather.example:8443/v2", "https://api.weather.example"],
    ["https://api.weather.example/mallory", "https://api.weather.example/alice"],
    ["https://api.weather.example/alice/..%2Fmallory", "https://api.weather.example/alice"],
    ["https://user@api.weather.example/", "https://api.weather.example"],
  ])("%s is not the provider's %s", (url, provider) => {
    expect(at(url, provider)).toEqual(["/destination/url"]);
  });

  test("is compared with the provider's place, whatever user information that has", () => {
    expect(at(URL_, "https://user@api.weather.example")).toEqual([]);
    expect(at(URL_, "https://api.weather.example@evil.example")).toEqual(["/destination/url"]);
  });
});

describe("the challenge", () => {
  const paying = (change: Partial<X402Payload>) => pointers({ x402_payload: { ...PAYLOAD, ...change } });

  test("may say the same in other words", () => {
    const challenge_url = "https://API.weather.example/v2/x/../%66orecast";
    expect(
      paying({ recipient: `0x${"AB".repeat(20)}`, challenge_url, expires_at: "2026-11-20T12:30:00.000Z" }),
    ).toEqual([]);
  });

  test.each<Partial<X402Payload>>([
    { amount: "12.500000000000000001" },
    { asset: "USDT" },
    { chain: "base-sepolia" },
    { recipient: OTHER },
    { method: "POST" },
    { challenge_url: `${URL_}?city=prague` },
    { challenge_url: "https://u@api.weather.example/v2/forecast" },
    { expires_at: "2026-11-20T11:59:59.999Z" },
  ])("may not say %j", (change) => {
    expect(paying(change)).toEqual(Object.keys(change).map((name) => `/x402_payload/${name}`));
  });

  test("may name a recipient when the request names none", () => {
    const destination: X402Endpoint = { ...ENDPOINT, expected_recipient: null };
    expect(pointers({ destination, x402_payload: { ...PAYLOAD, recipient: OTHER } })).toEqual([]);
  });

  test("is compared as far as possible when the destination is no endpoint", () => {
    expect(pointers({ destination: ACCOUNT, x402_payload: { ...PAYLOAD, amount: "1", method: "POST" } })).toEqual([
      "/payment_protocol",
      "/x402_payload/amount",
    ]);
  });
});

test("a token is not sent to its own contract, however it is written", () => {
  const destination = { ...TRANSFER, recipient: OTHER, token_address: OTHER.toUpperCase().replace("X", "x") };
  expect(pointers({ payment_protocol: "erc20_transfer", destination })).toEqual(["/destination/recipient"]);
});
