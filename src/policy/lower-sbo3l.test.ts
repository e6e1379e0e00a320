import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseJsonPolicy } from "./json/parse.ts";
import { budgetsOf, lowerSbo3l } from "./lower-sbo3l.ts";
import { readSbo3l } from "./sbo3l/document.ts";

const text = readFileSync("vectors/policy/sbo3l/small-calls.json", "utf8");
const source = parseJsonPolicy({ name: "p.json", text });
if ("kind" in source) throw new Error(source.message);
const { reading, document } = readSbo3l(source);
if (document === null) throw new Error("the vector does not load");

test("a document is one policy about payment requests, with its default", () => {
  expect(lowerSbo3l(document, "p.json")).toMatchObject({
    ...{ source: "p.json", about: "action", combine: "first_match", faults: "deny" },
    otherwise: { action: "payment.request", effect: "deny" },
    rules: [
      { id: "deny-unknown-provider", effect: "deny", code: "policy.deny_unknown_provider", line: 29 },
      { id: "deny-recipient", effect: "deny" },
      { id: "human-for-critical", effect: "ask", code: null },
      { id: "small-x402-call", effect: "allow", code: null },
    ],
  });
});

test("its budgets are budgets of payment requests, in the calendar of UTC or for ever", () => {
  const filters = { action: ["payment.request"], principal: ["research-agent-01"] };
  const all = { measure: { kind: "amount", unit: "USD" }, per: [], filters };
  const id = "small-calls/research-agent-01";
  expect(budgetsOf(document, reading).map(({ budget }) => budget)).toEqual([
    { ...all, id: `${id}/per_tx`, limit: "0.5", soft_limit: null, window: { kind: "per_request" } },
    {
      ...{ ...all, id: `${id}/daily`, limit: "10", soft_limit: "8" },
      window: { kind: "calendar", unit: "day", zone: "UTC" },
    },
    {
      ...{ ...all, id: `${id}/monthly`, limit: "100", soft_limit: null },
      window: { kind: "calendar", unit: "month", zone: "UTC" },
    },
    {
      ...{ ...all, id: `${id}/per_provider/api`, limit: "5", soft_limit: null, window: { kind: "lifetime" } },
      ...{ per: ["provider"], filters: { ...filters, provider: ["api"] } },
    },
  ]);
});
