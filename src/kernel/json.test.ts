import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, JsonError, type ParseOptions, parseJson } from "./json.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function refusal(input: string | Uint8Array, options?: ParseOptions): JsonError {
  try {
    parseJson(input, options);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error(`accepted: ${String(input).slice(0, 80)}`);
}

const REFUSED: readonly (readonly [string, string | Uint8Array, string])[] = [
  ["nothing", "", "json.syntax"],
  ["white space only", " \n", "json.syntax"],
  ["trailing data", "1 2", "json.syntax"],
  ["a trailing comma in an array", "[1,]", "json.syntax"],
  ["a trailing comma in an object", '{"a":1,}', "json.syntax"],
  ["a missing comma", "[1 2]", "json.syntax"],
  ["a missing colon", '{"a" 1}', "json.syntax"],
  ["a missing value", '{"a":}', "json.syntax"],
  ["a bare key", "{a:1}", "json.syntax"],
  ["single quotes", "'a'", "json.syntax"],
  ["a comment", "/**/1", "json.syntax"],
  ["an open array", "[1", "json.syntax"],
  ["an open object", '{"a":1', "json.syntax"],
  ["the wrong bracket", "[1}", "json.syntax"],
  ["an open string", '"a', "json.syntax"],
  ["an open string that ends in a backslash", '"a\\"', "json.syntax"],
  ["half a word", "tru", "json.syntax"],
  ["too much of a word", "truex", "json.syntax"],
  ["a word in capitals", "True", "json.syntax"],
  ["a form feed", "\f1", "json.syntax"],
  ["a no-break space", "\u00a01", "json.syntax"],
  ["NUL after the value", "1\u0000", "json.syntax"],
  ["NaN", "NaN", "json.syntax"],
  ["Infinity", "Infinity", "json.syntax"],
  ["minus Infinity", "-Infinity", "json.syntax"],
  ["undefined", "undefined", "json.syntax"],
  ["a minus alone", "-", "json.syntax"],
  ["a minus and a word", "[-a]", "json.syntax"],
  ["a plus", "+1", "json.syntax"],
  ["a leading zero", "01", "json.syntax"],
  ["a negative leading zero", "-01", "json.syntax"],
  ["two zeros", "00", "json.syntax"],
  ["a leading point", ".5", "json.syntax"],
  ["a trailing point", "1.", "json.syntax"],
  ["an empty exponent", "1e", "json.syntax"],
  ["a signed empty exponent", "1e+", "json.syntax"],
  ["hexadecimal", "0x10", "json.syntax"],
  ["an underscore", "1_000", "json.syntax"],
  ["a bigint suffix", "1n", "json.syntax"],
  ["full-width digits", "１", "json.syntax"],
  ["a byte order mark as text", "\ufeff1", "json.utf8"],
  ["a byte order mark as bytes", Uint8Array.of(0xef, 0xbb, 0xbf, 0x31), "json.utf8"],
  ["invalid UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "json.utf8"],
  ["overlong UTF-8", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), "json.utf8"],
  ["a surrogate in UTF-8", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), "json.utf8"],
  ["UTF-8 cut short", Uint8Array.of(0x22, 0xe2, 0x82), "json.utf8"],
  ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x31, 0x00), "json.utf8"],
  ["a duplicate key", '{"a":1,"b":2,"a":1}', "json.duplicate_key"],
  ["a duplicate key behind an escape", '{"a":1,"\\u0061":2}', "json.duplicate_key"],
  ["a duplicate __proto__", '{"__proto__":1,"__proto__":2}', "json.duplicate_key"],
  ["a duplicate empty key", '{"":1,"":2}', "json.duplicate_key"],
  ["a duplicate key with value undefined-like null", '{"a":null,"a":null}', "json.duplicate_key"],
  ["a duplicate index key", '{"1":1,"\\u0031":2}', "json.duplicate_key"],
  ["a lone high surrogate", '"\ud800"', "json.string"],
  ["a lone low surrogate", '"\udc00"', "json.string"],
  ["surrogates the wrong way round", '"\udc00\ud800"', "json.string"],
  ["an escaped lone high surrogate", '"\\ud800"', "json.string"],
  ["an escaped lone low surrogate", '"\\uDC00x"', "json.string"],
  ["a raw high and an escaped low surrogate", '"\ud83d\\ude00"', "json.string"],
  ["an escaped high and a raw low surrogate", '"\\ud83d\ude00"', "json.string"],
  ["a lone surrogate in a key", '{"\ud800":1}', "json.string"],
  ["an escaped lone surrogate in a key", '{"\\udfff":1}', "json.string"],
  ["NUL in a string", '"\u0000"', "json.string"],
  ["a line feed in a string", '"\n"', "json.string"],
  ["a tab behind an escape", '"\\n\t"', "json.string"],
  ["an unknown escape", '"\\x41"', "json.string"],
  ["a short unicode escape", '"\\u12"', "json.string"],
  ["a unicode escape in braces", '"\\u{41}"', "json.string"],
  ["overflow", "1e400", "json.number"],
  ["negative overflow", "-1e999", "json.number"],
  ["underflow", "1e-400", "json.number"],
  ["underflow with a giant exponent", "1e-99999999999999999999999", "json.number"],
  ["2^64", "18446744073709551616", "json.number"],
  ["-2^63 - 1", "-9223372036854775809", "json.number"],
  ["an integer of 400 digits", "9".repeat(400), "json.number"],
  ["an integer of a million digits", "1".repeat(1_000_000), "json.number"],
  ["a decimal of a million digits", `0.${"1".repeat(1_000_000)}`, "json.number"],
  ["a big integer in exponent notation", "1e16", "json.number"],
  ["a big integer with a point", "9007199254740993.0", "json.number"],
  ["a decimal between two doubles", "0.1000000000000000055511151231257827", "json.number"],
  ["a decimal that rounds to an integer", "1.00000000000000000001", "json.number"],
  ["an amount a double rounds", "9007199254740.99310", "json.number"],
];

const ACCEPTED: readonly (readonly [string, Json])[] = [
  ["null", null],
  [" \t\r\n[ ] ", []],
  ["{ }", {}],
  ['{"a" : [ true , false ] }', { a: [true, false] }],
  ["0", 0],
  ["-0", 0],
  ["-0.0", 0],
  ["0e999999999999", 0],
  ["-7", -7],
  ["1.50", 1.5],
  ["1e2", 100],
  ["1E+2", 100],
  ["12.5e-1", 1.25],
  ["100000000000000000000e-20", 1],
  ["0.30000000000000004", 0.30000000000000004],
  ["5e-324", 5e-324],
  ["999999999999999", 999999999999999],
  ["9007199254740991", 9007199254740991],
  ["9007199254740992", 9007199254740992n],
  ["9007199254740993", 9007199254740993n],
  ["-9007199254740992", -9007199254740992n],
  ["18446744073709551615", 18446744073709551615n],
  ["-9223372036854775808", -9223372036854775808n],
  ['"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u0000"', '"\\/\b\f\n\r\tA\u0000'],
  ['"\\ud83d\\ude00"', "😀"],
  ['"😀\\n"', "😀\n"],
  ['"\u007f\u2028\ufeff\uffff"', "\u007f\u2028\ufeff\uffff"],
  ['{"a":1,"A":2,"\\u00e9":3,"e\\u0301":4}', { a: 1, A: 2, "\u00e9": 3, "e\u0301": 4 }],
];

describe("parseJson", () => {
  test.each(REFUSED)("refuses %s", (_, input, code) => {
    const error = refusal(input);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[ -~…]+ at line [0-9]+, column [0-9]+$/);
    expect(error.message.length).toBeLessThan(200);
  });

  test.each(ACCEPTED)("reads %s", (text, value) => {
    expect(parseJson(text)).toStrictEqual(value);
    expect(parseJson(bytes(text))).toStrictEqual(value);
  });

  test("makes own properties of keys that name the prototype", () => {
    const value = parseJson('{"__proto__":{"admin":true},"constructor":1,"toString":2,"hasOwnProperty":3}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor", "toString", "hasOwnProperty"]);
    expect((value as Record<string, unknown>)["admin"]).toBeUndefined();
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    expect(JSON.stringify(value)).toBe('{"__proto__":{"admin":true},"constructor":1,"toString":2,"hasOwnProperty":3}');
  });

  test("reads 64 levels and refuses 65, unless told otherwise", () => {
    const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    expect(parseJson(nested(64))).toBeInstanceOf(Array);
    expect(refusal(nested(65)).code).toBe("json.depth");
    expect(refusal("1".padStart(2, "["), { maxDepth: 0 }).code).toBe("json.depth");
    expect(parseJson(nested(1000), { maxDepth: 1e9 })).toBeInstanceOf(Array);
    expect(refusal(nested(1001), { maxDepth: 1e9 }).code).toBe("json.depth");
  });

  test("survives 100,000 open brackets and braces", () => {
    expect(refusal("[".repeat(100_000)).code).toBe("json.depth");
    expect(refusal('{"a":'.repeat(100_000)).code).toBe("json.depth");
  });

  test("reads an array that fills the size limit", () => {
    const text = `[${"0,".repeat(500_000)}0]`;
    expect(parseJson(text)).toHaveLength(500_001);
  });

  test("reads an object of 50,000 keys", () => {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, at])));
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ["ascii", '"aaaa"', 6],
    ["two bytes", '"éé"', 6],
    ["three bytes", '"€€€€€€"', 20],
    ["four bytes", '"😀"', 6],
  ])("counts the size in bytes of UTF-8: %s", (_, text, size) => {
    for (const input of [text, bytes(text)]) {
      expect(parseJson(input, { maxBytes: size })).toBe(JSON.parse(text));
      expect(refusal(input, { maxBytes: size - 1 }).code).toBe("json.size");
    }
  });

  test("refuses more than 1 MiB by default", () => {
    expect(parseJson(`"${"a".repeat(1_048_574)}"`)).toHaveLength(1_048_574);
    expect(refusal(`"${"a".repeat(1_048_575)}"`).code).toBe("json.size");
  });

  test.each([
    ['{"a":[0,{"b/~":nul}]}', 15, 1, 16, "/a/1/b~1~0"],
    ['{\n  "a": 1,\n  "a": 2\n}', 14, 3, 3, "/a"],
    ["[1,\n2,\n 01]", 9, 3, 3, ""],
    ['["😀",x]', 6, 1, 7, "/1"],
    ['[[1],["a\\q"]]', 8, 1, 9, "/1/0"],
  ])("names the place of the error in %j", (text, offset, line, column, pointer) => {
    expect(refusal(text)).toMatchObject({ offset, line, column, pointer });
  });

  test("names the place of invalid UTF-8 as if the text before were read", () => {
    const broken = Uint8Array.of(...bytes('["é",\n"'), 0xff, 0x22);
    expect(refusal(broken)).toMatchObject({ offset: 7, line: 2, column: 2 });
  });

  test("reads again after invalid UTF-8", () => {
    refusal(Uint8Array.of(0x22, 0xe2, 0x82));
    expect(parseJson(bytes('"€"'))).toBe("€");
  });

  test("tells where each value and each key stands", () => {
    const positions = new Map<string, number>();
    parseJson(' {"a": [1, {"x/y~": null}], "": "s"}', { positions });
    expect([...positions]).toEqual([
      ["", 1],
      ["/a#", 2],
      ["/a", 7],
      ["/a/0", 8],
      ["/a/1", 11],
      ["/a/1/x~1y~0#", 12],
      ["/a/1/x~1y~0", 20],
      ["/#", 28],
      ["/", 32],
    ]);
  });

  test("agrees with JSON.parse on any soup of tokens", () => {
    const token = fc.constantFrom(
      ..."{}[],:",
      '"a"',
      '"b"',
      '"\\n"',
      "0",
      "-1",
      "1.5",
      "true",
      "null",
      " ",
      "\n",
      "e1",
      "\\",
    );
    const loose = fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(""));
    const near = fc.tuple(fc.json(), fc.nat(), fc.nat(3), token).map(([text, at, cut, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + cut);
    });
    fc.assert(fc.property(fc.oneof(loose, near, fc.json()), agrees), { numRuns: 3000 });
  });

  test("reads a decimal exactly when the shortest text of its double has the same value", () => {
    const digits = fc.stringMatching(/^[0-9]{1,20}$/);
    const decimal = fc.tuple(fc.stringMatching(/^-?(0|[1-9][0-9]{0,14})$/), digits, fc.integer({ min: -30, max: 5 }));
    fc.assert(
      fc.property(decimal, fc.boolean(), ([integer, fraction, exponent], bare) => {
        const text = `${integer}.${fraction}${bare ? "" : `e${exponent}`}`;
        const number = Number(text);
        const isExact = Math.abs(number) < 2 ** 53 && scaled(text) === scaled(String(number));
        expect(outcome(text)).toStrictEqual(isExact ? number + 0 : "json.number");
      }),
      { numRuns: 2000 },
    );
  });
});

function outcome(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    return (error as JsonError).code;
  }
}

function agrees(text: string): void {
  const native = nativeOutcome(text);
  try {
    expect(asNative(parseJson(text))).toEqual(native);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    // What JSON.parse reads, only the stricter rules may refuse.
    if (native !== undefined) expect(["json.duplicate_key", "json.number"]).toContain(error.code);
  }
}

function nativeOutcome(text: string): unknown {
  try {
    return asNative(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Without what JSON.parse cannot say (bigint) and what parseJson does not (-0). */
function asNative(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(asNative);
  if (typeof value !== "object" || value === null) return value;
  for (const [key, member] of Object.entries(value)) Object.defineProperty(value, key, { value: asNative(member) });
  return value;
}

/** The value times 10^400, exactly. */
function scaled(text: string): bigint {
  const [mantissa = "", exponent = "0"] = text.split("e");
  const [integer = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const magnitude = BigInt(integer + fraction) * 10n ** BigInt(400 - fraction.length + Number(exponent));
  return mantissa.startsWith("-") ? -magnitude : magnitude;
}
