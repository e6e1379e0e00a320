import fs from "node:fs";
import { describe, expect, test } from "vitest";
import { checkPolicies, loadPolicies } from "../index.ts";

const DAY = 'id = "day"\nlimit = 500\ncurrency = "USD"\nwindow = "day"\nzone = "Europe/Berlin"\n';
const EACH = 'id = "each"\nlimit = 5\nmeasure = "count"\nwindow = "per_request"\n';

const file = (...budgets: readonly string[]): { name: string; text: string } => {
  return { name: "policy.toml", text: budgets.map((budget) => `[[budgets]]\n${budget}`).join("") };
};

function codesOf(...budgets: readonly string[]): readonly string[] {
  const { diagnostics } = checkPolicies([file(...budgets)]);
  return diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

test("a budget is read whole", () => {
  const more =
    'soft_limit = "400.50"\nper = ["principal", "payee"]\nfilters = { tool = "Bank/Pay", asset = ["USD", "eip155:1/erc20:0xAB"] }\n';
  expect(loadPolicies([file(DAY + more)]).budgets).toEqual([
    {
      id: "day",
      measure: { kind: "amount", unit: "USD" },
      limit: "500",
      soft_limit: "400.5",
      window: { kind: "calendar", unit: "day", zone: "Europe/Berlin" },
      per: ["principal", "payee"],
      filters: { tool: ["bank/pay"], asset: ["USD", "eip155:1/erc20:0xab"] },
    },
  ]);
});

test("a filter has the spelling of movements: addresses, origins and chains without case, all else exact", () => {
  const address = `0x${"aB".repeat(20)}`;
  const filters = `payee = ["${address}", "Acme", "${address}F"], provider = ["HTTPS://Shop.example:443/a?b#c", "Api"], chain = "eip155:1", principal = "A"`;
  expect(loadPolicies([file(`${DAY}filters = { ${filters} }\n`)]).budgets[0]?.filters).toEqual({
    payee: [address.toLowerCase(), "Acme", `${address}F`],
    provider: ["https://shop.example", "Api"],
    chain: ["eip155:1"],
    principal: ["A"],
  });
});

test.each([
  ["24h", { kind: "rolling", length_ms: 86_400_000 }],
  ["30min", { kind: "rolling", length_ms: 1_800_000 }],
  ["per_request", { kind: "per_request" }],
  ["lifetime", { kind: "lifetime" }],
])("the window `%s`", (word, window) => {
  expect(loadPolicies([file(EACH.replace("per_request", word))]).budgets[0]?.window).toEqual(window);
});

test("an asset is its CAIP-19 name, addresses of EVM chains without case", () => {
  const text = EACH.replace('measure = "count"', 'asset = "eip155:8453/erc20:0xABc"');
  expect(loadPolicies([file(text)]).budgets[0]?.measure).toEqual({ kind: "amount", unit: "eip155:8453/erc20:0xabc" });
});

describe("what is wrong with a budget has a place:", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "nothing in it",
      "",
      ["id", "limit", "window"].map(() => "budget.missing_key 1:1").concat("budget.no_measure 1:1"),
    ],
    ["an unknown key", `${EACH}colour = 1`, ["budget.unknown_key 6:1"]],
    ["a limit of nothing", EACH.replace("5", "0"), ["budget.zero_limit 3:9"]],
    ["a negative limit", EACH.replace("5", "-5"), ["value.decimal 3:9"]],
    ["half a call", EACH.replace("5", "0.5"), ["budget.part_of_one 3:9"]],
    ["two measures", `${EACH}currency = "USD"`, ["budget.two_measures 1:1"]],
    ["a soft limit that is no softer", `${EACH}soft_limit = 5`, ["budget.idle_soft_limit 6:14"]],
    ["a symbol for an asset", EACH.replace('measure = "count"', 'asset = "USDC"'), ["value.asset 4:9"]],
    ["a day nowhere", DAY.replace(/zone.*\n/, ""), ["budget.missing_zone 5:10"]],
    ["a zone for a length", `${EACH.replace("per_request", "24h")}zone = "UTC"`, ["budget.idle_zone 6:1"]],
    ["an offset for a zone", DAY.replace("Europe/Berlin", "+02:00"), ["value.zone 6:8"]],
    ["a window that is none", DAY.replace('"day"\nzone', '"2m"\nzone'), ["value.window 5:10"]],
    ["a dimension that is none", `${EACH}per = ["color"]`, ["value.unknown_word 6:8"]],
    ["a dimension twice", `${EACH}per = ["payee", "payee"]`, ["budget.dimension_twice 6:7"]],
    ["a filter without values", `${EACH}filters = { payee = [] }`, ["value.empty 6:21"]],
    ["filters without a dimension", `${EACH}filters = {}`, ["value.empty 6:11"]],
  ])("%s", (_says, budget, codes) => expect(codesOf(budget)).toEqual(codes));
});

test("an id is given once, in whatever files", () => {
  expect(codesOf(EACH, EACH)).toEqual(["budget.duplicate_id 7:1"]);
  const { snapshot } = checkPolicies([file(EACH), { ...file(EACH), name: "other.toml" }]);
  expect(snapshot).toBeNull();
});

test("a zone that the runtime does not know is refused where it can be asked", () => {
  const { diagnostics } = checkPolicies([file(DAY)], { isZone: (zone) => zone === "UTC" });
  expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([["budget.unknown_zone", 6]]);
  expect(checkPolicies([file(DAY)], { isZone: () => true }).diagnostics).toEqual([]);
});

test("examples are judged as if nothing had been spent", () => {
  const rule = (amount: number): string =>
    `[[rules]]\naction = "PAYMENT"\neffect = "allow"\nexamples = { allow = [{ kind = "action", action = "PAYMENT", amount = ${amount}, currency = "USD" }] }\n`;
  const codes = [500, 501].map((amount) =>
    checkPolicies([{ name: "policy.toml", text: file(DAY).text + rule(amount) }]).diagnostics.map(({ code }) => code),
  );
  expect(codes).toEqual([[], ["example.failed"]]);
});

test("the budget of the page on policies loads", () => {
  const page = fs.readFileSync(new URL("../../docs/spec/policy.md", import.meta.url), "utf8");
  const text = page.split("## A budget")[1]?.split("```")[1]?.replace("toml", "") ?? "";
  expect(loadPolicies([{ name: "policy.toml", text }]).budgets.map(({ id }) => id)).toEqual(["payee-day"]);
});
