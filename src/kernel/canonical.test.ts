import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CanonicalError, canonical } from "./canonical.ts";
import { parseJson } from "./json.ts";

function double(hex: string): number {
  return new DataView(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).buffer).getFloat64(
    0,
  );
}

/** RFC 8785 appendix B: the bits of a double and its text. */
const NUMBERS: readonly (readonly [string, string])[] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555554", "333333333.33333325"],
  ["41b3de4355555555", "333333333.3333333"],
  ["41b3de4355555556", "333333333.3333334"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

/** The doubles of the same appendix that are no numbers, or integers beyond 2^53 - 1. */
const REFUSED_NUMBERS: readonly string[] = [
  "7fefffffffffffff",
  "ffefffffffffffff",
  "4340000000000000",
  "c340000000000000",
  "4430000000000000",
  "7fffffffffffffff",
  "7ff0000000000000",
  "fff0000000000000",
  "44b52d02c7e14af5",
  "44b52d02c7e14af6",
  "44b52d02c7e14af7",
  "444b1ae4d6e2ef4e",
  "444b1ae4d6e2ef4f",
  "444b1ae4d6e2ef50",
];

class Money {
  readonly cents = 1;
}

const cycle: { self?: unknown } = {};
cycle.self = { again: [cycle] };

const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ["undefined", undefined, ""],
  ["an undefined member", { a: 1, b: undefined }, "/b"],
  ["an undefined element", [1, undefined], "/1"],
  ["a hole", { a: Array(2) }, "/a/0"],
  ["a function", { toJSON: () => 1 }, "/toJSON"],
  ["a symbol", [Symbol("a")], "/0"],
  ["a Date", { at: new Date(0) }, "/at"],
  ["a Map", new Map(), ""],
  ["a class instance", [new Money()], "/0"],
  ["a boxed string", Object("a"), ""],
  ["bytes", new Uint8Array(2), ""],
  ["an object with another prototype", Object.create({ a: 1 }), ""],
  ["NaN", { "a/b": { "~": Number.NaN } }, "/a~1b/~0"],
  ["a bigint beyond 64 bits", [2n ** 64n], "/0"],
  ["a negative bigint beyond 64 bits", [-(2n ** 63n) - 1n], "/0"],
  ["a lone high surrogate", { a: "x\ud800" }, "/a"],
  ["a lone low surrogate", ["\udc00x"], "/0"],
  ["surrogates the wrong way round", "\udc00\ud800", ""],
  ["a lone surrogate in a key", { a: { "\ud800": 1 } }, "/a"],
];

describe("canonical", () => {
  test.each(NUMBERS)("writes the double %s of RFC 8785 appendix B as %s", (hex, text) => {
    expect(canonical(double(hex))).toBe(text);
  });

  test.each(REFUSED_NUMBERS)("refuses the double %s", (hex) => {
    expect(() => canonical({ n: [double(hex)] })).toThrow(expect.objectContaining({ pointer: "/n/0" }));
  });

  test("writes the example of RFC 8785 §3.2.2, but for its 1E30", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("sorts the example of RFC 8785 §3.2.3 by UTF-16 code units", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    expect(canonical(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  test("writes every UTF-16 unit that can stand alone as JSON.stringify does", () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      const text = String.fromCharCode(unit);
      if (unit < 0xd800 || unit > 0xdfff) expect(canonical(text)).toBe(JSON.stringify(text));
      else expect(() => canonical(text)).toThrow(CanonicalError);
    }
  });

  test.each([
    [2n ** 64n - 1n, "18446744073709551615"],
    [-(2n ** 63n), "-9223372036854775808"],
    [5n, "5"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    [-0, "0"],
    [{}, "{}"],
    [[], "[]"],
    [[{}, []], "[{},[]]"],
    [{ "": "" }, '{"":""}'],
    [Object.assign(Object.create(null), { b: 1, a: 2 }), '{"a":2,"b":1}'],
    [JSON.parse('{"b":1,"__proto__":{"a":2}}'), '{"__proto__":{"a":2},"b":1}'],
    [{ 10: "a", 9: "b", a: 1 }, '{"10":"a","9":"b","a":1}'],
  ])("writes %o as %s", (value, text) => {
    expect(canonical(value)).toBe(text);
  });

  test.each(REFUSED)("refuses %s and names its pointer", (_, value, pointer) => {
    expect(() => canonical(value)).toThrow(expect.objectContaining({ name: "CanonicalError", pointer }));
  });

  test("writes 64 levels and refuses 65, and so cycles", () => {
    const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));
    expect(canonical(nested(64))).toHaveLength(128);
    expect(() => canonical(nested(65))).toThrow(CanonicalError);
    expect(() => canonical(cycle)).toThrow("nested deeper than 64 levels");
  });

  test("has messages of one line", () => {
    expect(() => canonical({ "a\n\u2028`": Number.NaN })).toThrow(/^[ -~…]+$/);
  });

  test("writes the same text whatever the order of the keys", () => {
    const entries = fc.uniqueArray(fc.tuple(fc.string({ unit: "binary" }), fc.nat()), { selector: ([key]) => key });
    fc.assert(
      fc.property(
        entries.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([a, b]) => {
          expect(canonical(Object.fromEntries(a))).toBe(canonical(Object.fromEntries(b)));
        },
      ),
    );
  });

  test("keeps apart objects whose keys are alike in number, length and outer characters", () => {
    const keys = ["abc", "axc", "ayc", "abz", "zbc"];
    for (const a of keys) {
      for (const b of keys) {
        const value = { [a]: 1, [b]: 2 };
        expect(JSON.parse(canonical(value))).toEqual(value);
        expect(Object.keys(JSON.parse(canonical(value)))).toEqual(Object.keys(value).sort());
      }
    }
  });

  test("is read back by parseJson as the same value, and written again as the same text", () => {
    const unsafe = fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })
      .filter((n) => !Number.isSafeInteger(Number(n)));
    const number = fc.double({ noNaN: true, min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }).map((n) => n + 0);
    const text = fc.string({ unit: "binary" });
    const leaf = fc.oneof(fc.constantFrom(null, true, false), fc.maxSafeInteger(), number, unsafe, text);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie("value")),
        fc.dictionary(text, tie("value"), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (generated) => {
        const written = canonical(generated);
        const read = parseJson(written);
        expect(read).toEqual(generated);
        expect(canonical(read)).toBe(written);
      }),
      { numRuns: 1000 },
    );
  });
});
