import { assert, describe, expect, test } from "vitest";
import type { Movement } from "../kernel/movement.ts";
import { outcomeBody, type Report } from "./reported.ts";

const CLAIM = { decision: "d-1", guard: "till" };
const ASSET = "eip155:8453/erc20:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const WALLET = `0x${"Ab".repeat(20)}`;
const RESERVED: readonly Movement[] = [{ amounts: { USD: "10" }, dimensions: { payee: "bob", asset: "USD" } }];

const bodyOf = (report: object): unknown => outcomeBody(CLAIM, report as Report, RESERVED);
const executed = (...movements: readonly unknown[]): unknown => bodyOf({ status: "executed", movements });

test("what is reported has the spelling of requests, units and dimensions alike", () => {
  const dimensions = {
    ...{ asset: ASSET, chain: "eip155:8453", payee: [WALLET, "Acme"], tool: "Bank/Pay", principal: "A", task: null },
    provider: "HTTPS://Shop.example:443/a",
  };
  expect(executed({ amounts: { [ASSET]: "10.50" }, dimensions })).toMatchObject({
    movements: [
      {
        amounts: { [ASSET.toLowerCase()]: "10.5" },
        dimensions: {
          ...{ asset: ASSET.toLowerCase(), chain: "eip155:8453", payee: [WALLET.toLowerCase(), "Acme"] },
          ...{ tool: "bank/pay", principal: "A", task: null, provider: "https://shop.example" },
        },
      },
    ],
  });
});

test("who reports may stand in the report", () => {
  expect(bodyOf({ status: "failed", guard: "till" })).toEqual({ ...CLAIM, status: "failed" });
});

test("without movements it is what was reserved, and a movement without dimensions is about the same", () => {
  expect(bodyOf({ status: "executed" })).toEqual({ ...CLAIM, status: "executed", movements: RESERVED });
  expect(executed({ amounts: null })).toMatchObject({ movements: [{ ...RESERVED[0], amounts: null }] });
});

describe("a report is unfit with", () => {
  test.each<[string, object]>([
    ["a misspelt member", { status: "executed", movement: [{ amounts: { USD: "50" } }] }],
    ["a member of another status", { status: "failed", movements: [] }],
    ["a status that is no text", { status: { toString: () => assert.fail("it was asked") } }],
    ["a status in upper case", { status: "EXECUTED" }],
    ["a status that every object has", { status: "constructor" }],
    ["an unknown member of a movement", { status: "executed", movements: [{ amounts: { USD: "5" }, extra: 1 }] }],
    ["a movement without amounts", { status: "executed", movements: [{}] }],
    [
      "a dimension that there is not",
      { status: "executed", movements: [{ amounts: { USD: "5" }, dimensions: { paye: "eve" } }] },
    ],
    [
      "a dimension of Object.prototype",
      { status: "executed", movements: [{ amounts: null, dimensions: { toString: "x" } }] },
    ],
    [
      "one unit in two spellings",
      { status: "executed", movements: [{ amounts: { [ASSET]: "5", [ASSET.toLowerCase()]: "6" } }] },
    ],
  ])("%s", (_what, report) => {
    expect(bodyOf(report)).toBeNull();
  });
});
