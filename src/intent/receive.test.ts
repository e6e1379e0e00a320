import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { canonical } from "../kernel/canonical.ts";
import { parseJson } from "../kernel/json.ts";
import { receiveValue } from "./receive.ts";

const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 5 });

describe("a call handed over as an object", () => {
  it("is received as its canonical text says, keys in order", () => {
    fc.assert(
      fc.property(json, (value) => {
        let text: string;
        try {
          text = canonical(value);
        } catch {
          expect(receiveValue(value, sha256)).toMatchObject({ call: null, refusal: { code: "request.invalid" } });
          return;
        }
        const { call, refusal, record } = receiveValue(value, sha256);
        expect([refusal, record]).toEqual([null, `"call":${JSON.stringify(text)}`]);
        expect(call).toStrictEqual(parseJson(text));
        expect(JSON.stringify(call, bigint)).toBe(JSON.stringify(parseJson(text), bigint));
      }),
    );
  });

  it("is copied, all the way down", () => {
    const value = { a: [{ b: ["c"] }], z: { y: "x" } };
    const { call } = receiveValue(value, sha256);
    value.a[0]?.b.push("d");
    value.z.y = "w";
    expect(call).toEqual({ a: [{ b: ["c"] }], z: { y: "x" } });
  });

  it("keeps a property named __proto__ a property", () => {
    const { call } = receiveValue(JSON.parse('{"__proto__":{"a":"b"}}'), sha256);
    expect(Object.keys(call as object)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(call)).toBe(Object.prototype);
  });
});

function bigint(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
