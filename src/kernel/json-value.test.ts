import { expect, test } from "vitest";
import { parseJson } from "./json.ts";
import { jsonOfValue, valueOfJson } from "./json-value.ts";
import { showValue } from "./show-value.ts";
import { isFault, type Value } from "./value.ts";

test.each([
  ['{"__proto__":1,"constructor":[2,2]}', "{__proto__: 1, constructor: [2, 2]}"],
  ['{"a b":null,"c":9223372036854775807}', "{c: 9223372036854775807}"],
  ['{"__entity":{"type":"My::User","id":"a\\"b"}}', 'My::User::"a\\"b"'],
  ['{"__extn":{"fn":"decimal","arg":"1.50"}}', 'decimal("1.5")'],
  [
    '{"__extn":{"fn":"offset","args":[{"__extn":{"fn":"datetime","arg":"1970-01-01"}},{"__extn":{"fn":"duration","arg":"1d"}}]}}',
    'datetime("1970-01-02T00:00:00.000Z")',
  ],
])("%s is %s", (json, shown) => {
  expect(showValue(valueOfJson(parseJson(json)) as Value)).toBe(shown);
});

test.each<readonly [why: string, json: unknown]>([
  ["null is no value", null],
  ["undefined is no value", undefined],
  ["a number that is no integer", 1.5],
  ["a number that is no integer", Number.NaN],
  ["a number that may have been rounded", 2 ** 53],
  ["an integer beyond 64 bits: 9223372036854775808", 2n ** 63n],
  ["null is no value", [1, null]],
  ["a number that is no integer", [{ a: 1.5 }]],
  ["`__entity` must stand alone, with a `type` and an `id` that are texts", { __entity: { type: "User" } }],
  [
    "`__entity` must stand alone, with a `type` and an `id` that are texts",
    { __entity: { type: "User", id: "a" }, b: 1 },
  ],
  ["`__extn` must stand alone, with a `fn` that is a text, and `arg` or `args`", { __extn: { fn: "ip" } }],
  ["not an ip address or range", { __extn: { fn: "ip", arg: "1" } }],
  ["no function is called `exec`", { __extn: { fn: "exec", arg: "1" } }],
])("%s", (why, json) => {
  expect(valueOfJson(json)).toEqual({ kind: "fault", text: why });
});

test("what contains itself is refused, not followed", () => {
  const endless: unknown[] = [];
  endless.push(endless);
  expect(valueOfJson(endless)).toEqual({ kind: "fault", text: "nested deeper than 64 levels" });
});

test.each([
  '{"a":[1,"x",true],"b":{"__entity":{"type":"User","id":"a"}},"c":9223372036854775807}',
  '{"__extn":{"fn":"decimal","arg":"-0.0001"}}',
  '{"__extn":{"fn":"ip","arg":"10.0.0.0/8"}}',
  '{"__extn":{"fn":"duration","arg":"-1ms"}}',
  '{"__extn":{"fn":"datetime","arg":"2024-02-29T00:00:00.000Z"}}',
  '{"__extn":{"fn":"offset","args":[{"__extn":{"fn":"datetime","arg":"1970-01-01"}},{"__extn":{"fn":"duration","arg":"9223372036854775807ms"}}]}}',
])("%s comes back as it was", (text) => {
  const json = parseJson(text);
  const value = valueOfJson(json);
  expect(isFault(value)).toBe(false);
  expect(jsonOfValue(value as Value)).toEqual(json);
});
