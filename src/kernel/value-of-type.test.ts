import { describe, expect, it } from "vitest";
import { constantOf } from "./evaluate.ts";
import type { Json } from "./json.ts";
import type { ValueType } from "./schema.ts";
import { typedValue } from "./typed-value.ts";
import { valueOfType } from "./value-of-type.ts";

const OWNER: ValueType = { kind: "entity", type: "User" };
const RECORD: ValueType = {
  kind: "record",
  attributes: [
    { name: "owner", required: true, type: OWNER },
    { name: "limit", required: false, type: { kind: "extension", name: "decimal" } },
  ],
};

const TYPES: readonly ValueType[] = [
  { kind: "bool" },
  { kind: "long" },
  { kind: "string" },
  OWNER,
  RECORD,
  { kind: "set", of: { kind: "long" } },
  { kind: "set", of: RECORD },
  ...["decimal", "ipaddr", "datetime", "duration"].map((name): ValueType => ({ kind: "extension", name })),
];

const ALICE = { type: "User", id: "alice" };

const VALUES: readonly Json[] = [
  true,
  0,
  -7,
  1.5,
  2 ** 60,
  2n ** 62n,
  2n ** 63n,
  null,
  "",
  "text",
  "\ud800",
  "12.5",
  "12.50000",
  "10.0.0.0/8",
  "::1",
  "2026-11-20T12:00:00Z",
  "2026-02-30",
  "1d12h",
  [],
  [1, 2, 1],
  [1, "2"],
  {},
  ALICE,
  { __entity: ALICE },
  { ...ALICE, more: 1 },
  { type: "Group", id: "staff" },
  { type: "User", id: "\udfff" },
  { __entity: { type: "User", id: 1 } },
  { fn: "decimal", arg: "1.0" },
  { fn: "ip", args: ["10.0.0.1"] },
  { __extn: { fn: "datetime", arg: "2026-11-20" } },
  {
    __extn: {
      fn: "offset",
      args: [{ __extn: { fn: "datetime", arg: "2026-11-20" } }, { __extn: { fn: "duration", arg: "1h" } }],
    },
  },
  { __extn: { fn: "decimal", arg: "1.0" }, more: 1 },
  { fn: "duration", arg: "soon" },
  { owner: ALICE },
  { owner: ALICE, limit: "10.5" },
  { owner: ALICE, limit: 10 },
  { owner: ALICE, limit: null },
  { owner: ALICE, other: 1 },
  { limit: "10.5" },
  [{ owner: ALICE }, { owner: { __entity: ALICE }, limit: "1.0" }],
  [{ owner: ALICE }, {}],
];

describe("a JSON value read as a type", () => {
  it.each(TYPES)("is what the reader that explains itself reads, for $kind $name", (type) => {
    for (const json of VALUES) {
      const read = typedValue(json, type, "");
      expect([json, valueOfType(json, type)]).toEqual([json, "value" in read ? constantOf(read.value) : null]);
    }
  });

  it("fits some of the values above and not others, for every type", () => {
    for (const type of TYPES) {
      const fitting = VALUES.filter((json) => valueOfType(json, type) !== null);
      expect(fitting.length).toBeGreaterThan(0);
      expect(fitting.length).toBeLessThan(VALUES.length);
    }
  });
});
