import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Attributes, evaluate, fail, truth } from "../../../test/reference/sbo3l-expression.ts";
import { canonical } from "../../kernel/canonical.ts";
import { parseWhen } from "./expression.ts";

const INPUT: Attributes = {
  agent_id: "runner",
  intent: "tip",
  amount_usd: "0.5",
  token: "USDC",
  chain: "base",
  provider: { id: null, url: "https://h", trusted: true, denied: false },
  recipient: { address: "0xab", chain: "base", allowed: false },
  emergency: { freeze_all: false },
};

function outcome(text: string, context: Attributes = INPUT): boolean | "error" | readonly string[] {
  const read = parseWhen(text);
  if ("faults" in read) return read.faults.map(({ code, at }) => `${code.replace("expression.", "")}@${at}`);
  try {
    return truth(evaluate(read.expression, context));
  } catch {
    return "error";
  }
}

describe("an expression", () => {
  test.each([
    ["true", true],
    ["input.provider.trusted", true],
    ["not input.provider.trusted", false],
    ["not not true", true],
    ["true or false and false", true],
    ["(true or false) and false", false],
    ["not false and false", false],
    ["not (false and false)", true],
    ['input.intent == "tip" and input.amount_usd <= 0.50', true],
    ['input.intent=="tip"and(input.amount_usd<=0.50)', true],
    ["input.amount_usd == 0.500", true],
    ["input.amount_usd < 0.5000000000000000001", true],
    ["0.50 >= input.amount_usd", true],
    ["10 > 9", true],
    ["10.0 == 10", true],
    ["1 != 2", true],
    ["input.emergency.freeze_all == true", false],
    ["(1 == 1) == (2 == 2)", true],
    ["input.recipient.chain == input.chain", true],
    ['"a\\"b" == "a\\\\" or "\\n" == "n"', true],
    ['"Z" < "a"', true],
    ["input.provider.id == null", true],
    ["input.provider.id != null", false],
    ["null != input.recipient.address", true],
    ["input.token == null", false],
    ["null == null", true],
    ['input.provider.id == "weather"', false],
    ['input.provider.id != "weather"', true],
    ["input.provider.id == input.recipient.address", false],
    ["input.provider.id == input.provider.id", true],
    ['input.provider.id < "weather"', "error"],
    ['input.provider.denied and input.provider.id < "weather"', false],
    ['input.provider.trusted or input.provider.id < "weather"', true],
  ])("%s is %s", (text, value) => {
    expect(outcome(text)).toBe(value);
  });

  test.each([
    ["", ["syntax@0"]],
    ["   ", ["syntax@3"]],
    ["true garbage", ["syntax@5"]],
    ["true == true junk", ["syntax@13"]],
    ["1 == 1 == 1", ["syntax@7"]],
    ["(true", ["syntax@5"]],
    ["true)", ["syntax@4"]],
    ["and true", ["syntax@0"]],
    ["true and", ["syntax@8"]],
    ["not", ["syntax@3"]],
    ["true == not false", ["syntax@8"]],
    ["input.", ["syntax@6"]],
    ["input.or", ["syntax@6"]],
    [".input", ["syntax@0"]],
    ["input.token = 1", ["syntax@12"]],
    ['"open', ["syntax@0"]],
    ['"open\\"', ["syntax@0"]],
    ["'USDC' == 1", ["syntax@0"]],
    ["input.amount_usd > -1", ["syntax@19"]],
    ["1.2.3 == 1", ["syntax@0"]],
    ["1e3 == 1", ["syntax@1"]],
    ["01 == 1", ["syntax@0"]],
    ["input.amount_usd + 1 > 2", ["syntax@17"]],
    ['input.chain in ["base"]', ["syntax@15"]],
    ["count(input)", ["syntax@5"]],
    ["true\u00a0and true", ["syntax@4"]],
    ["ｔrue", ["syntax@0"]],
    ["input.nonexistent == true", ["path@0"]],
    ["true or input.provider.thrusted", ["path@8"]],
    ["inputs.token == token", ["path@0", "path@16"]],
    ["input.token.symbol == null", ["path@0"]],
    ["input.__proto__ == null", ["path@0"]],
    ["input", ["type@0"]],
    ["input.provider == null", ["type@0"]],
    ['input.emergency.paused_agents == "x"', ["type@0"]],
    ["input.token", ["type@0"]],
    ["null", ["type@0"]],
    ["1", ["type@0"]],
    ["not input.token", ["type@4"]],
    ["true and input.token or 1", ["type@9", "type@24"]],
    ["input.amount_usd == 0.5 and input.amount_usd == input.token", ["type@45"]],
    ['input.amount_usd <= "0.50"', ["type@17"]],
    ['input.provider.trusted == "true"', ["type@23"]],
    ["true < false", ["type@5"]],
    ["null <= null", ["type@5"]],
    ["input.provider.id < null", ["type@18"]],
    ["(1 == 1) == null", ["type@9"]],
    [`${"(".repeat(8)}true${")".repeat(8)}`, true],
    [`${"(".repeat(9)}true${")".repeat(9)}`, ["depth@9"]],
    ["not ".repeat(500), ["depth@36"]],
    ["(".repeat(2048), ["depth@9"]],
  ])("%s reads as %j", (text, faults) => {
    expect(outcome(text)).toEqual(faults);
  });

  test("as deep as it may be leaves room in canonical JSON", () => {
    const level = (inner: string) => `(input.provider.id == input.recipient.address or true and (${inner}) == true)`;
    let text = "input.provider.id != input.recipient.address";
    for (let depth = 0; depth < 4; depth++) text = level(text);
    const read = parseWhen(`not true or true and ${text.slice(1, -1)}`);
    expect("expression" in read).toBe(true);
    expect(() => canonical([[[[[[[[read]]]]]]]])).not.toThrow();
  });

  test("of 2048 characters has one list of its conditions", () => {
    const read = parseWhen(Array<string>(200).fill("true").join(" and "));
    expect("expression" in read && read.expression).toEqual({
      kind: "and",
      of: Array(200).fill({ kind: "bool", value: true }),
    });
  });
});

/** A tree with the meaning of the language, beside its text. */
interface Sample {
  readonly text: string;
  readonly value: (context: Attributes) => unknown;
}

const path = (text: string): Sample => ({
  text,
  value: (context) =>
    text
      .split(".")
      .slice(1)
      .reduce<unknown>((at, name) => (at as Attributes)[name], context),
});
const literal = (value: unknown): Sample => ({ text: JSON.stringify(value), value: () => value });
const TEXTS = [
  ...["input.provider.id", "input.recipient.address", "input.token", "input.provider.url"].map(path),
  ...["", "a", "0xab", "USDC"].map(literal),
];
const BOOLS = [...["input.provider.trusted", "input.emergency.freeze_all"].map(path), literal(true), literal(false)];
const NUMBERS = [path("input.amount_usd"), ...["0", "0.5", "10"].map((text) => ({ text, value: () => text }))];

function comparison(values: readonly Sample[], operators: readonly string[]): fc.Arbitrary<Sample> {
  return fc
    .tuple(fc.constantFrom(...values), fc.constantFrom(...operators), fc.constantFrom(...values))
    .map(([left, operator, right]) => ({
      text: `${left.text} ${operator} ${right.text}`,
      value: (context) => meaning(left.value(context), operator, right.value(context)),
    }));
}

function meaning(a: unknown, operator: string, b: unknown): boolean {
  if (operator === "==") return a === b;
  if (operator === "!=") return a !== b;
  if (typeof a !== "string" || typeof b !== "string") return fail();
  const sign =
    /^\d/.test(a) && /^\d/.test(b) && a !== "0xab" && b !== "0xab"
      ? Number(a) - Number(b)
      : a < b
        ? -1
        : a === b
          ? 0
          : 1;
  return { "<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0 }[operator] ?? fail();
}

const EQUALITIES = ["==", "!="];
const ALL = [...EQUALITIES, "<", "<=", ">", ">="];
const { condition } = fc.letrec<{ condition: Sample; joined: Sample }>((tie) => ({
  joined: fc.tuple(tie("condition"), fc.constantFrom("and", "or"), tie("condition")).map(([left, word, right]) => ({
    text: `(${left.text}) ${word} (${right.text})`,
    value: (context) =>
      word === "and"
        ? truth(left.value(context)) && truth(right.value(context))
        : truth(left.value(context)) || truth(right.value(context)),
  })),
  condition: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    fc.oneof(
      comparison([...TEXTS, literal(null)], EQUALITIES),
      comparison(TEXTS, ALL),
      comparison(NUMBERS, ALL),
      comparison(BOOLS, EQUALITIES),
    ),
    tie("joined"),
    tie("condition").map(({ text, value }) => ({
      text: `not (${text})`,
      value: (context: Attributes) => !truth(value(context)),
    })),
  ),
}));

test("means what the language says, errors included", () => {
  const maybe = fc.constantFrom(null, "a", "0xab");
  let errors = 0;
  fc.assert(
    fc.property(condition, maybe, maybe, fc.constantFrom("0", "0.5", "10"), (sample, id, address, amount_usd) => {
      const provider = { id, url: "a", trusted: true };
      const context: Attributes = { ...INPUT, amount_usd, provider, recipient: { address } };
      let wanted: unknown = "error";
      try {
        wanted = sample.value(context);
      } catch {
        errors++;
      }
      expect([sample.text, outcome(sample.text, context)]).toEqual([sample.text, wanted]);
    }),
    { numRuns: process.env["WRIT_LONG"] === "1" ? 100_000 : 2000 },
  );
  expect(errors).toBeGreaterThan(20);
});

test("never fails on any text, and places every fault within it", () => {
  const words = fc.constantFrom(
    "input",
    ".",
    "(",
    ")",
    "not ",
    "and ",
    "or ",
    "==",
    "<",
    '"',
    "\\",
    "1",
    "token",
    "null",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 20 }), (pieces) => {
      const text = pieces.join("");
      const read = parseWhen(text);
      if ("expression" in read) return;
      expect(read.faults.length).toBeGreaterThan(0);
      for (const { at, message } of read.faults) {
        expect(at).toBeLessThanOrEqual(text.length);
        expect(message).toMatch(/^[^A-Z\n][^\n]*$/);
      }
    }),
    { numRuns: 500 },
  );
});
