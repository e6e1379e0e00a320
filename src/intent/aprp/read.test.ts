import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../../kernel/json.ts";
import { sha256 } from "../../sha256/node.ts";
import { recipientOf } from "./aprp.ts";
import { aprpHash } from "./hash.ts";
import { readAprp } from "./read.ts";

type Document = Readonly<Record<string, unknown>>;

const WALLET = `0x${"aB".repeat(20)}`;
const ENDPOINT: Document = { type: "x402_endpoint", url: "https://api.weather.example/v2/forecast", method: "GET" };
const REQUEST: Document = {
  agent_id: "weather-agent",
  task_id: "T:7.a-b_c",
  intent: "purchase_dataset",
  amount: { value: "12.50", currency: "USD" },
  token: "USDC",
  destination: ENDPOINT,
  payment_protocol: "x402",
  chain: "base",
  provider_url: "https://api.weather.example",
  expiry: "2026-11-20T13:00:00+01:00",
  nonce: "01JD3XW0Q5ZZZZZZZZZZZZZZZZ",
  risk_class: "medium",
};
const PAYLOAD: Document = {
  version: 1,
  challenge_url: "https://api.weather.example/v2/forecast",
  method: "GET",
  amount: "12.5",
  asset: "USDC",
  chain: "base",
  recipient: WALLET,
  expires_at: "2026-11-20T12:00:00Z",
};

function problemsOf(value: unknown): readonly string[] {
  const read = readAprp(value);
  if ("aprp" in read) return [];
  for (const { message } of read.problems) expect(message).toMatch(/^[^A-Z\n][^\n]*$/);
  return read.problems.map(({ code, pointer }) => `${code} ${pointer}`);
}

describe("a payment request", () => {
  test("is read with canonical amounts, instants in UTC, and null for what is left out", () => {
    expect(readAprp(parseJson(JSON.stringify(REQUEST)))).toEqual({
      aprp: {
        ...REQUEST,
        amount: { value: "12.5", currency: "USD" },
        destination: { ...ENDPOINT, expected_recipient: null },
        expiry: "2026-11-20T12:00:00.000Z",
        x402_payload: null,
        expected_result: null,
      },
    });
  });

  test("may carry a challenge and an expected result", () => {
    const result = { kind: "file", sha256: "0".repeat(64) };
    const read = readAprp({ ...REQUEST, x402_payload: PAYLOAD, expected_result: result });
    expect(read).toMatchObject({
      aprp: {
        x402_payload: { resource_hash: null, provider_signature: null, expires_at: "2026-11-20T12:00:00.000Z" },
        expected_result: { ...result, content_type: null },
      },
    });
  });

  test.each([
    [{ ...ENDPOINT, expected_recipient: WALLET }, WALLET],
    [{ ...ENDPOINT, expected_recipient: null }, null],
    [ENDPOINT, null],
    [{ type: "eoa", address: WALLET }, WALLET],
    [{ type: "smart_account", address: WALLET }, WALLET],
    [{ type: "erc20_transfer", token_address: `0x${"0".repeat(40)}`, recipient: WALLET }, WALLET],
  ])("to %j is received by %j", (destination, recipient) => {
    const read = readAprp({ ...REQUEST, destination });
    expect("aprp" in read && recipientOf(read.aprp)).toBe(recipient);
  });

  test("has all its problems told at once", () => {
    const bad = {
      ...REQUEST,
      agent_id: "A",
      amount: { value: 12.5, currency: "EUR", unit: "cent" },
      destination: { type: "eoa", url: "https://h/", address: "0x12" },
      nonce: null,
      x402_payload: { ...PAYLOAD, version: 2, "a/b~": 1 },
      expected_result: {},
      extra: true,
      token: undefined,
    };
    const { token: _, ...document } = bad;
    expect(problemsOf(document)).toEqual([
      "schema.value_out_of_range /agent_id",
      "schema.wrong_type /amount/value",
      "schema.value_out_of_range /amount/currency",
      "schema.unknown_field /amount/unit",
      "schema.missing_field /token",
      "schema.value_out_of_range /destination/address",
      "schema.unknown_field /destination/url",
      "schema.wrong_type /nonce",
      "schema.value_out_of_range /x402_payload/version",
      "schema.unknown_field /x402_payload/a~1b~0",
      "schema.missing_field /expected_result/kind",
      "schema.unknown_field /extra",
    ]);
  });

  test.each([[null], [[]], [[REQUEST]], ["{}"], [1], [true], [undefined]])("that is %j is no document", (value) => {
    expect(problemsOf(value)).toEqual(["schema.invalid_root "]);
  });

  test("without any field lacks the twelve required ones", () => {
    const missing = Object.keys(REQUEST).map((name) => `schema.missing_field /${name}`);
    expect(problemsOf({})).toEqual(missing);
  });

  test("with a hundred thousand unknown fields has a hundred problems", () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, i]));
    expect(problemsOf({ ...REQUEST, ...many })).toHaveLength(100);
  });

  test("has no field that is inherited, or named like one of every object", () => {
    expect(problemsOf(Object.create(REQUEST) as object)).toHaveLength(12);
    expect(problemsOf(parseJson(JSON.stringify(REQUEST).replace("{", '{"__proto__":{},"toString":1,')))).toEqual([
      "schema.unknown_field /__proto__",
      "schema.unknown_field /toString",
    ]);
    expect(problemsOf({ ...REQUEST, destination: { type: "constructor" } })).toEqual([
      "schema.value_out_of_range /destination/type",
    ]);
  });
});

describe("a field", () => {
  const text = (length: number) => "a".repeat(length);
  test.each<[string, readonly unknown[]]>([
    ["agent_id", ["abc", text(64), "0-_"]],
    ["task_id", ["a", text(64), "A.b:c-d_e"]],
    ["token", ["US", "A1".repeat(8)]],
    ["chain", ["ab", "base-sepolia", text(32)]],
    ["provider_url", ["http://h", "https://u:p@h/", `https://h/${text(2038)}`]],
    ["expiry", ["2024-02-29T00:00:00Z", "2026-11-20T12:00:00.123456-08:00"]],
    ["nonce", ["7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "00000000000000000000000000"]],
  ])("%s may be %j", (name, values) => {
    for (const value of values) expect(problemsOf({ ...REQUEST, [name]: value })).toEqual([]);
  });

  test.each<[string, readonly unknown[]]>([
    ["agent_id", ["", "ab", text(65), "-ab", "aBc", "abc\n", "аbc"]],
    ["task_id", ["", text(65), ".a", "a b", "a/b", "a\n"]],
    ["intent", ["", "TIP", "tip ", "refund"]],
    ["token", ["U", "usdc", "A".repeat(17), "USDC\u200b", "ＵＳ"]],
    ["payment_protocol", ["X402", "card"]],
    ["chain", ["b", "Base", text(33), "-base", "eip155:1"]],
    ["provider_url", ["", "h", "https:", "https://", "ftp://h", `https://h/${text(2039)}`, "https://h/\n", "HTTPS:h"]],
    ["expiry", ["", "2026-11-20", "2026-11-20T12:00:00", "2026-02-30T00:00:00Z", "2026-11-20 12:00:00Z", "1700000000"]],
    ["nonce", ["", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01JD3XW0Q5ZZZZZZZZZZZZZZZI", "01jd3xw0q5zzzzzzzzzzzzzzzz"]],
    ["risk_class", ["", "none", "LOW"]],
  ])("%s may not be %j", (name, values) => {
    for (const value of values)
      expect([value, problemsOf({ ...REQUEST, [name]: value })]).toEqual([
        value,
        [`schema.value_out_of_range /${name}`],
      ]);
  });

  test("that is no text is of the wrong type, null too", () => {
    for (const name of Object.keys(REQUEST))
      for (const value of [null, 1, 1n, true, []])
        expect([name, problemsOf({ ...REQUEST, [name]: value })]).toEqual([name, [`schema.wrong_type /${name}`]]);
  });

  test.each([
    ["amount", "1e3"],
    ["asset", "U"],
    ["chain", "b".repeat(33)],
    ["recipient", `0x${"g".repeat(40)}`],
    ["expires_at", "soon"],
    ["resource_hash", "A".repeat(64)],
    ["provider_signature", "s".repeat(257)],
    ["challenge_url", "mailto:a@b"],
    ["method", "get"],
  ])("%s of a challenge may not be %j", (name, value) => {
    const document = { ...REQUEST, x402_payload: { ...PAYLOAD, [name]: value } };
    expect(problemsOf(document)).toEqual([`schema.value_out_of_range /x402_payload/${name}`]);
  });

  test("is as long as it has characters, not UTF-16 units", () => {
    const signature = (length: number) => ({ ...PAYLOAD, provider_signature: "😀".repeat(length) });
    expect(problemsOf({ ...REQUEST, x402_payload: signature(256) })).toEqual([]);
    expect(problemsOf({ ...REQUEST, x402_payload: signature(257) })).toHaveLength(1);
  });
});

describe("an amount", () => {
  const amountOf = (value: unknown): string | null => {
    const read = readAprp({ ...REQUEST, amount: { value, currency: "USD" } });
    return "aprp" in read ? read.aprp.amount.value : null;
  };

  test.each([
    ["0", "0"],
    ["0.000000000000000001", "0.000000000000000001"],
    ["9223372036854775808", "9223372036854775808"],
    ["1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"],
    ["10.10", "10.1"],
  ])("of %j is exactly %s", (value, exact) => {
    expect(amountOf(value)).toBe(exact);
  });

  test.each([
    ...[
      "",
      "1e3",
      "1E3",
      "-0",
      "-1",
      "+1",
      "01",
      "00",
      ".5",
      "1.",
      " 1",
      "1 ",
      "1_000",
      "1,5",
      "0x10",
      "NaN",
      "Infinity",
    ],
    ...["１２", "1２", "٣", "0.1+0.2", "0.0000000000000000001", "1.0000000000000000000", "9".repeat(79), "1\u0000"],
    ...[1, 0.1, 1n, null, true, ["1"], {}],
  ])("of %o is refused", (value) => {
    expect(amountOf(value)).toBeNull();
  });

  test("survives whatever its digits", () => {
    const digits = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 77n }), fc.stringMatching(/^([0-9]{1,18})?$/));
    fc.assert(
      fc.property(digits, ([whole, fraction]) => {
        const read = amountOf(fraction === "" ? `${whole}` : `${whole}.${fraction}`) ?? "";
        const [left = "", right = ""] = read.split(".");
        expect(BigInt(left + right.padEnd(18, "0"))).toBe(BigInt(whole + fraction.padEnd(18, "0")));
      }),
    );
  });

  test("is a number to nobody: any other text is refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!/^(?:0|[1-9][0-9]*)(?:\.[0-9]{1,18})?$/.test(text));
        expect(amountOf(text)).toBeNull();
      }),
    );
  });
});

describe("the request hash", () => {
  test("does not depend on how the document is written", () => {
    const turned = Object.fromEntries(Object.entries(REQUEST).reverse());
    expect(aprpHash(turned, sha256)).toBe(aprpHash(REQUEST, sha256));
    expect(aprpHash(parseJson(JSON.stringify(REQUEST, null, 2)), sha256)).toBe(aprpHash(REQUEST, sha256));
  });

  test("tells an absent field from a null one, and 12.50 from 12.5", () => {
    const hashes = [
      REQUEST,
      { ...REQUEST, x402_payload: null },
      { ...REQUEST, amount: { value: "12.5", currency: "USD" } },
    ];
    expect(new Set(hashes.map((one) => aprpHash(one, sha256))).size).toBe(3);
  });

  test("is SBO3L's own for its golden request", () => {
    const golden = {
      ...{ agent_id: "research-agent-01", task_id: "demo-task-1", intent: "purchase_api_call", risk_class: "low" },
      amount: { value: "0.05", currency: "USD" },
      ...{ token: "USDC", chain: "base", payment_protocol: "x402", provider_url: "https://api.example.com" },
      destination: {
        ...{ type: "x402_endpoint", url: "https://api.example.com/v1/inference", method: "POST" },
        expected_recipient: `0x${"1".repeat(40)}`,
      },
      ...{ expiry: "2099-01-01T00:00:00Z", nonce: "01HTAWX5K3R8YV9NQB7C6P2DGM" },
      ...{ x402_payload: null, expected_result: null },
    };
    expect(problemsOf(golden)).toEqual([]);
    expect(aprpHash(golden, sha256)).toBe("362ca013a10d8c20db087b2edcf4c09fd3428f8058fc2bc3a54a194abda42eef");
  });

  test("is SHA-256 of the canonical text", () => {
    expect(aprpHash({ b: 1, a: "x" }, sha256)).toBe(sha256('{"a":"x","b":1}'));
  });
});
