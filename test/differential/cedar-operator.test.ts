/** Each operator and method of Cedar on every pair of sample values, against Cedar's own engine. */

import { test } from "vitest";
import type { Expression } from "../../src/kernel/expression.ts";
import { expectCedarAgrees, type Question, shownClaim } from "../reference/cedar-oracle.ts";
import { CONTEXTS, SAMPLES } from "../reference/expression-alphabet.ts";

type Unary = readonly [name: string, (of: Expression) => Expression];
type Binary = readonly [name: string, (left: Expression, right: Expression) => Expression];

const QUESTION: Question = {
  principal: { type: "User", id: "a" },
  action: { type: "Action", id: "view" },
  resource: { type: "User", id: "b" },
  context: CONTEXTS[1]!,
};

/** The short form takes every so many of the pairs; no divisor of the samples, so that each stands on both sides. */
const STRIDE = process.env["WRIT_LONG"] === "1" ? 1 : 13;
const PAIRS = SAMPLES.flatMap((left) => SAMPLES.map((right) => [left, right] as const)).filter(
  (_, place) => place % STRIDE === 0,
);

const OPERATORS = [
  ...(["equal", "less", "at_most", "add", "subtract", "multiply", "in"] as const),
  ...(["contains", "contains_all", "contains_any", "has_tag", "get_tag"] as const),
];
const OF_ONE = [
  ..."decimal ip datetime duration isIpv4 isIpv6 isLoopback isMulticast".split(" "),
  ..."toDate toTime toMilliseconds toSeconds toMinutes toHours toDays".split(" "),
];
const OF_TWO = "lessThan lessThanOrEqual greaterThan greaterThanOrEqual isInRange offset durationSince".split(" ");
const ONE: Expression = { kind: "long", value: "1" };

const UNARY: readonly Unary[] = [
  ...(["not", "negate", "is_empty"] as const).map((kind): Unary => [kind, (of) => ({ kind, of })]),
  ["like", (of) => ({ kind: "like", of, pattern: [null] })],
  ["is", (of) => ({ kind: "is", of, type: "User", in: null })],
  ["get", (of) => ({ kind: "get", of, name: "a" })],
  ["has", (of) => ({ kind: "has", of, names: ["a"] })],
  ["has path", (of) => ({ kind: "has", of, names: ["a", "b"] })],
  // biome-ignore lint/suspicious/noThenProperty: the word of the language
  ["if", (test) => ({ kind: "if", test, then: ONE, else: test })],
  ...OF_ONE.map((name): Unary => [name, (of) => ({ kind: "call", name, of: [of] })]),
];

const BINARY: readonly Binary[] = [
  ...OPERATORS.map((operator): Binary => [operator, (left, right) => ({ kind: "binary", operator, left, right })]),
  ...(["and", "or"] as const).map((kind): Binary => [kind, (left, right) => ({ kind, of: [left, right] })]),
  ["is in", (of, group) => ({ kind: "is", of, type: "User", in: group })],
  ...OF_TWO.map((name): Binary => [name, (left, right) => ({ kind: "call", name, of: [left, right] })]),
];

test.each(UNARY)("%s of every sort of value is as in Cedar", (_, apply) => {
  expectCedarAgrees(QUESTION, (scene) => SAMPLES.map((of) => shownClaim(apply(of), scene)));
});

test.each(BINARY)("%s of every pair of values is as in Cedar", (_, apply) => {
  expectCedarAgrees(QUESTION, (scene) => PAIRS.map(([left, right]) => shownClaim(apply(left, right), scene)));
});
