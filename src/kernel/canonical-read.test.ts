import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "./canonical.ts";
import { readCanonical } from "./canonical-read.ts";
import { parseJson } from "./json.ts";

const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
const exact = (value: bigint): bigint | number => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
const digits = fc.integer({ min: 0 }).map((value) => `\0${value}00000000000000000`);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0.1, 1.5e-7, 123456789.01234567),
    integer.map(exact),
    fc.string({ unit: "grapheme" }),
    digits,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4 }),
  ),
}));

/** What readers of canonical texts do with it. */
function accept(text: string): unknown {
  try {
    const value = readCanonical(text);
    return canonical(value) === text ? { value } : null;
  } catch {
    return null;
  }
}

describe("reading canonical text", () => {
  it("gives what the strict reader gives", () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = canonical(value);
        expect(accept(text)).toEqual({ value: parseJson(text) });
      }),
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"b":1,"a":1}',
    '{ "a":1}',
    '"\\u0061"',
    '"\\ud800"',
    "1.0",
    "-0",
    "1e3",
    "9007199254740993.0",
    "18446744073709551616",
    "00000000000000000000",
    "0.10000000000000000555",
    "",
    "1 ",
  ])("%s is refused", (text) => {
    expect(accept(text)).toBeNull();
  });

  it("reads texts of megabytes", () => {
    const text = canonical({ a: '\n"'.repeat(3_000_000), b: 2n ** 63n });
    expect(accept(text)).not.toBeNull();
  });
});
