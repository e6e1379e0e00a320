import { describe, expect, test } from "vitest";
import { type CheckedRequest, checkRequest } from "./conform.ts";
import type { RecordType, Schema, ValueType } from "./schema.ts";
import { typedValue } from "./typed-value.ts";

const CONTEXT: RecordType = {
  kind: "record",
  attributes: [
    { name: "at", required: false, type: { kind: "extension", name: "datetime" } },
    { name: "color", required: false, type: { kind: "entity", type: "Color" } },
    { name: "x", required: true, type: { kind: "long" } },
  ],
};

const EMPTY: RecordType = { kind: "record", attributes: [] };
const plain = { ancestors: [], attributes: EMPTY, tags: null, ids: null };

const SCHEMA: Schema = {
  entities: [
    { name: "Color", ...plain, ids: ["red"] },
    { name: "Doc", ...plain },
    { name: "User", ...plain },
  ],
  actions: [
    {
      uid: { type: "Action", id: "read" },
      parents: [],
      applies: { principals: ["User"], resources: ["Color", "Doc"] },
      context: CONTEXT,
    },
    { uid: { type: "Action", id: "all" }, parents: [], applies: null, context: EMPTY },
  ],
};

const REQUEST: CheckedRequest = {
  principal: { type: "User", id: "u" },
  action: { type: "Action", id: "read" },
  resource: { type: "Doc", id: "d" },
  context: { x: 1 },
};

describe("checkRequest", () => {
  test("gives the context as the schema reads it", () => {
    const context = { at: "2026-11-20", color: { type: "Color", id: "red" }, x: 9007199254740993n };
    expect(checkRequest(SCHEMA, { ...REQUEST, context })).toEqual({
      context: {
        kind: "record",
        of: [
          ["at", { kind: "call", name: "datetime", of: [{ kind: "string", value: "2026-11-20" }] }],
          ["color", { kind: "entity", type: "Color", id: "red" }],
          ["x", { kind: "long", value: "9007199254740993" }],
        ],
      },
    });
  });

  test.each<[Partial<CheckedRequest>, string]>([
    [{ action: { type: "Action", id: "write" } }, 'the action `Action::"write"` is not declared'],
    [
      { action: { type: "Action", id: "all" } },
      'the action `Action::"all"` does not apply to a principal of type `User`',
    ],
    [{ principal: { type: "Usr", id: "u" } }, "the principal has the type `Usr`, which is not declared"],
    [{ principal: { type: "Action", id: "all" } }, "the principal has the type `Action`, which is not declared"],
    [{ resource: REQUEST.principal }, 'the action `Action::"read"` does not apply to a resource of type `User`'],
    [{ resource: { type: "Color", id: "blue" } }, "`blue` is none of the ids of the enumerated type `Color`"],
    [{ context: {} }, "the attribute `x` is missing at `/context`"],
    [{ context: { x: "1" } }, "expected an integer but found the string `1` at `/context/x`"],
    [{ context: { x: 1, "a/b": 1 } }, "the attribute `a/b` is not declared at `/context/a~1b`"],
    [
      { context: { x: 1, color: { type: "Color", id: "z" } } },
      "`z` is none of the ids of the enumerated type `Color` at `/context`",
    ],
    [{ context: null }, "expected an object but found null at `/context`"],
    [{ context: { __entity: { type: "User", id: "u" } } }, "the attribute `x` is missing at `/context`"],
  ])("refuses %j", (change, problem) => {
    expect(checkRequest(SCHEMA, { ...REQUEST, ...change })).toEqual({ problem });
  });
});

describe("typedValue", () => {
  const extension = (name: string): ValueType => ({ kind: "extension", name });
  const accepts = (type: ValueType, json: unknown) => "value" in typedValue(json, type, "");

  test.each([
    ["decimal", ["0.0", "-0.0", "007.1000", "922337203685477.5807", "-922337203685477.5808"]],
    ["ipaddr", ["0.0.0.0", "1.2.3.4/32", "::", "::/0", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:8/128", "ABCD::0001"]],
    ["datetime", ["0000-01-01", "2024-02-29", "2024-01-01T23:59:59Z", "2024-01-01T00:00:00.000-2359"]],
    ["duration", ["1d2h3m4s5ms", "0ms", "-9223372036854775808ms", "106751991167d7h12m55s807ms", "001d"]],
  ])("%s takes its texts", (name, texts) => {
    expect(texts.filter((text) => !accepts(extension(name), text))).toEqual([]);
  });

  test.each([
    ["decimal", ["1", "1.", ".1", "+1.0", "1.00000", "1.0 ", "922337203685477.5808", "-922337203685477.5809", "１.0"]],
    [
      "ipaddr",
      [
        "1.2.3",
        "01.2.3.4",
        "256.0.0.0",
        "1.2.3.4/33",
        "1.2.3.4/032",
        "::1.2.3.4",
        "1::2::3",
        "12345::",
        ":1",
        "1:2:3:4:5:6:7::8",
      ],
    ],
    [
      "datetime",
      [
        "2023-02-29",
        "2024-13-01",
        "2024-1-1",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:00+2400",
      ],
    ],
    ["duration", ["", "-", "5", "1h1d", "1d1d", "+1d", "9223372036854775808ms", "106751991168d"]],
  ])("%s refuses other texts", (name, texts) => {
    expect(texts.filter((text) => accepts(extension(name), text))).toEqual([]);
  });

  test("takes a call in three spellings, of the right type only", () => {
    const value = { fn: "decimal", arg: "1.0" };
    for (const json of ["1.0", value, { __extn: value }, { __extn: { fn: "decimal", args: ["1.0"] } }])
      expect(typedValue(json, extension("decimal"), "")).toEqual({
        value: { kind: "call", name: "decimal", of: [{ kind: "string", value: "1.0" }] },
      });
    expect(typedValue({ __extn: value }, extension("ipaddr"), "/a")).toEqual({
      problem: "expected a value of type `ipaddr`",
      pointer: "/a",
    });
  });

  test("a record with the key of an escape is a record where the schema declares it", () => {
    const type: ValueType = {
      kind: "record",
      attributes: [{ name: "__entity", required: true, type: { kind: "long" } }],
    };
    expect(typedValue({ __entity: 1 }, type, "")).toEqual({
      value: { kind: "record", of: [["__entity", { kind: "long", value: "1" }]] },
    });
  });

  test("points at what does not fit", () => {
    const type: ValueType = { kind: "set", of: { kind: "set", of: { kind: "bool" } } };
    expect(typedValue([[true], [false, 0]], type, "/x")).toEqual({
      problem: "expected true or false but found `0`",
      pointer: "/x/1/1",
    });
  });
});
