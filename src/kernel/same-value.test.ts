import { expect, test } from "vitest";
import { contains, containsAll, containsAny, sameValue } from "./same-value.ts";
import { isFault, recordOf, type SetValue, setOf, type Value } from "./value.ts";

const DISTINCT: readonly Value[] = [
  ...[true, false, 0, 1, 9007199254740993n, "", "1", "true", "t", '"0:', "1;"],
  { type: "a", id: "b" },
  { type: "ab", id: "" },
  set([]),
  set([""]),
  set([set([])]),
  set([1, "1"]),
  recordOf(new Map()),
  recordOf(new Map([["a", 1]])),
  recordOf(new Map([["a", "1"]])),
  { kind: "extension", type: "decimal", amount: 1 },
  { kind: "extension", type: "duration", amount: 1 },
  { kind: "extension", type: "ipaddr", family: 4, address: 1n, prefix: 32 },
  { kind: "extension", type: "ipaddr", family: 6, address: 1n, prefix: 32 },
];

test("a value is the same as itself and as no other, also as a member", () => {
  for (const [i, left] of DISTINCT.entries()) {
    for (const [j, right] of DISTINCT.entries()) {
      expect(sameValue(left, copyOf(right)), `${i} and ${j}`).toBe(i === j);
      expect(contains(set([left]), copyOf(right)), `${i} contains ${j}`).toBe(i === j);
      expect(sameValue(set([left, set([left])]), set([set([copyOf(right)]), copyOf(right)]))).toBe(i === j);
    }
  }
});

test("members that stand twice count once", () => {
  expect(sameValue(set([1, 1, 2]), set([2, 1]))).toBe(true);
  expect(sameValue(set([1, 1]), set([1, 2]))).toBe(false);
});

test("sets of thirty thousand records are compared without looking at every pair", () => {
  const records = Array.from({ length: 30_000 }, (_, i) =>
    recordOf(
      new Map<string, Value>([
        ["n", i],
        ["s", set([i, "x"])],
      ]),
    ),
  );
  const [one, other] = [set(records), set(records.toReversed())];
  expect(sameValue(one, other)).toBe(true);
  expect(containsAll(one, other)).toBe(true);
  expect(containsAny(one, set(["x"]))).toBe(false);
});

function set(values: readonly Value[]): SetValue {
  const made = setOf(values);
  if (isFault(made)) throw new Error(made.text);
  return made;
}

/** Another object with the same content, so that no test passes by identity. */
function copyOf(value: Value): Value {
  return typeof value === "object" ? structuredClone(value) : value;
}
