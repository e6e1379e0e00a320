import fc from "fast-check";
import { expect, test } from "vitest";
import { type Count, type Group, joined, printRequirement, type Requirement } from "./requirement.ts";
import { parseRequirement } from "./requirement-parse.ts";

const count = (n: number, of: Group, requester_counts = false): Count => ({
  kind: "count",
  count: n,
  of,
  requester_counts,
});
const finance: Group = { kind: "group", id: "finance" };
const alice: Group = { kind: "user", id: "alice" };

const READ: readonly (readonly [string, Requirement])[] = [
  ["2 of group:finance", count(2, finance)],
  ["1 of anyone", count(1, { kind: "anyone" })],
  ['1 of group:"the board"', count(1, { kind: "group", id: "the board" })],
  ["1 of role:admin including requester", count(1, { kind: "role", id: "admin" }, true)],
  ["1 of user:alice and 2 of group:finance", { kind: "all", of: [count(1, alice), count(2, finance)] }],
  ["1 of user:alice or 2 of group:finance", { kind: "any", of: [count(1, alice), count(2, finance)] }],
  ["1 of user:alice apart 2 of group:finance", { kind: "apart", of: [count(1, alice), count(2, finance)] }],
  [
    "(1 of user:alice and 2 of group:finance) or (1 of user:alice apart 1 of anyone)",
    {
      kind: "any",
      of: [
        { kind: "all", of: [count(1, alice), count(2, finance)] },
        { kind: "apart", of: [count(1, alice), count(1, { kind: "anyone" })] },
      ],
    },
  ],
  ["nobody", { kind: "all", of: [] }],
];

test.each(READ)("`%s` is read and written", (text, requirement) => {
  expect(parseRequirement(text)).toEqual({ ok: true, requirement });
  expect(printRequirement(requirement)).toBe(text);
});

test.each([
  ["2 of finance", "2 of group:finance"],
  ["  ((2 of  finance))\n", "2 of group:finance"],
  ['1 of "user:alice"', '1 of group:"user:alice"'],
  ["1 of group:of", "1 of group:of"],
])("`%s` means `%s`", (text, same) => {
  expect(parseRequirement(text)).toEqual(parseRequirement(same));
});

test.each([
  ["", 0, "expected a number from 1 to 1000, found the end"],
  ["0 of finance", 0, "expected a number from 1 to 1000, found `0`"],
  ["01 of finance", 0, "expected a number from 1 to 1000, found `01`"],
  ["1001 of finance", 0, "expected a number from 1 to 1000, found `1001`"],
  ["two of finance", 0, "expected a number from 1 to 1000, found `two`"],
  ["2 finance", 2, "expected `of`, found `finance`"],
  ["2 of", 4, "expected who, found the end"],
  ["2 of and", 5, "expected who, found `and`"],
  ["2 of team:a", 5, "expected who, found `team:a`"],
  ['2 of user:""', 5, 'expected who, found `user:""`'],
  ["2 of finance 1 of b", 13, "unexpected `1`"],
  ["1 of a and 1 of b or 1 of c", 18, "`or` after `and`"],
  ["(1 of a", 7, "expected `)`, found the end"],
  ["1 of a)", 6, "unexpected `)`"],
  ["1 of a, 1 of b", 6, "unreadable text"],
  ["1 of a including owner", 17, "expected `requester`, found `owner`"],
  ["(1 of a or 1 of b) apart 1 of c", 0, "`apart` between brackets"],
  ["(".repeat(17), 16, "too many brackets"],
  ["1".repeat(5000), 4096, "too long"],
])("`%s` is refused at %d: %s", (text, offset, message) => {
  const parsed = parseRequirement(text);
  expect(parsed).toMatchObject({ ok: false, offset, message });
  expect(parsed.ok || parsed.help.length > 0).toBe(true);
});

test("what is written is read back to the same tree, whatever the names", () => {
  const id = fc.oneof(
    fc.constantFrom("and", "of", "anyone", "a:b", "a b", '"', "\\", "ü"),
    fc.string({ minLength: 1 }),
  );
  const group = fc.oneof(
    fc.record({ kind: fc.constantFrom("user" as const, "role" as const, "group" as const), id }),
    fc.constant<Group>({ kind: "anyone" }),
  );
  const leaf = fc.tuple(fc.integer({ min: 1, max: 1000 }), group, fc.boolean()).map((some) => count(...some));
  const { tree } = fc.letrec<{ tree: Requirement }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.record({
        kind: fc.constantFrom("all" as const, "any" as const),
        of: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant("apart" as const), of: fc.array(leaf, { minLength: 2, maxLength: 3 }) }),
    ),
  }));
  const law = fc.property(tree, (requirement) => {
    const text = printRequirement(requirement);
    fc.pre(text.length <= 4096);
    expect(parseRequirement(text)).toEqual({ ok: true, requirement });
  });
  fc.assert(law, { seed: 4, numRuns: 500 });
});

test("no text makes the parser throw", () => {
  const words = fc.constantFrom("1", "2", "of", "and", "or", "(", ")", " ", "user:", '"', "a", "including", "\\", "é");
  const text = fc.oneof(
    fc.string(),
    fc.array(words).map((all) => all.join(" ")),
    fc.array(words).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (some) => {
      const parsed = parseRequirement(some);
      if (!parsed.ok) expect(parsed.offset >= 0 && parsed.offset <= some.length).toBe(true);
    }),
    { seed: 4, numRuns: 2000 },
  );
});

test("what several rules require is all of it, each part once", () => {
  const both: Requirement = { kind: "all", of: [count(1, alice), count(2, finance)] };
  expect(joined([count(2, finance), both, count(2, finance)])).toEqual({
    kind: "all",
    of: [count(2, finance), count(1, alice)],
  });
  expect(joined([both, { kind: "all", of: [] }])).toEqual(both);
  expect(joined([count(2, finance), count(2, finance)])).toEqual(count(2, finance));
  expect(joined([])).toEqual({ kind: "all", of: [] });
});
