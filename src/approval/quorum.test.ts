import fc from "fast-check";
import { expect, test } from "vitest";
import { type Count, printRequirement, type Requirement } from "../kernel/requirement.ts";
import { parseRequirement } from "../kernel/requirement-parse.ts";
import { type Circle, counts, type Person, quorum, type Statement } from "./quorum.ts";

const human = (id: string, groups: readonly string[], roles: readonly string[] = []): Person => ({
  id,
  kind: "human",
  roles,
  groups,
});

const PEOPLE: readonly Person[] = [
  human("alice", ["finance", "ops"]),
  human("bob", ["finance"]),
  human("carol", ["ops"], ["admin"]),
  { id: "robot", kind: "agent", roles: ["admin"], groups: ["finance"] },
];

const CIRCLE: Circle = { people: new Map(PEOPLE.map((one) => [one.id, one])), requesters: new Set() };

function read(text: string): Requirement {
  const parsed = parseRequirement(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.requirement;
}

const approvals = (...persons: readonly string[]): Statement[] =>
  persons.map((person) => ({ person, says: "approve" }));

/** `met`, `refused`, or what is missing. */
function verdict(text: string, statements: readonly Statement[], circle: Circle = CIRCLE): string {
  const found = quorum(read(text), statements, circle);
  return found.kind === "open" ? printRequirement(found.missing) : found.kind;
}

test.each<[string, readonly string[], string]>([
  ["2 of finance", [], "2 of group:finance"],
  ["2 of finance", ["alice"], "1 of group:finance"],
  ["2 of finance", ["alice", "alice"], "1 of group:finance"],
  ["2 of finance", ["alice", "bob"], "met"],
  ["2 of finance", ["alice", "carol"], "1 of group:finance"],
  ["1 of role:admin", ["carol"], "met"],
  ["1 of role:admin", ["robot"], "1 of role:admin"],
  ["1 of anyone", ["robot"], "1 of anyone"],
  ["1 of user:robot", ["robot"], "met"],
  ["1 of anyone", ["nobody we know"], "1 of anyone"],
  ["1 of finance and 1 of ops", ["alice"], "met"],
  ["1 of finance apart 1 of ops", ["alice"], "1 of group:ops"],
  ["1 of finance apart 1 of ops", ["alice", "carol"], "met"],
  ["1 of finance apart 1 of ops", ["alice", "bob"], "met"],
  ["1 of user:alice and 2 of finance", ["bob"], "1 of user:alice and 1 of group:finance"],
  ["1 of user:alice and 2 of finance", ["alice"], "1 of group:finance"],
  ["2 of finance or 1 of role:admin", ["alice"], "1 of group:finance or 1 of role:admin"],
  ["2 of finance or 1 of role:admin", ["carol"], "met"],
  ["nobody", [], "met"],
])("%s, approved by %j: %s", (text, persons, expected) => {
  expect(verdict(text, approvals(...persons))).toBe(expected);
});

test("requester, owner and delegator count only where the rule says so, and only if they belong", () => {
  const circle: Circle = { ...CIRCLE, requesters: new Set(["alice"]) };
  expect(verdict("1 of user:alice", approvals("alice"), circle)).toBe("1 of user:alice");
  expect(verdict("2 of finance", approvals("alice", "bob"), circle)).toBe("1 of group:finance");
  expect(verdict("2 of finance including requester", approvals("alice", "bob"), circle)).toBe("met");
  expect(verdict("1 of role:admin including requester", approvals("alice"), circle)).toBe(
    "1 of role:admin including requester",
  );
});

test("one refusal of someone who counts refuses the whole; that of anybody else does nothing", () => {
  const refusedBy = (person: string): Statement[] => [...approvals("bob"), { person, says: "refuse" }];
  expect(verdict("1 of finance", refusedBy("alice"))).toBe("refused");
  expect(verdict("1 of finance or 1 of role:admin", refusedBy("carol"))).toBe("refused");
  expect(verdict("1 of finance", refusedBy("carol"))).toBe("met");
  expect(verdict("1 of finance", refusedBy("robot"))).toBe("met");
});

test("the last word of each person holds", () => {
  const said = (...words: readonly Statement["says"][]): Statement[] => words.map((says) => ({ person: "bob", says }));
  expect(verdict("1 of finance", said("approve", "withdraw"))).toBe("1 of group:finance");
  expect(verdict("1 of finance", said("approve", "withdraw", "approve"))).toBe("met");
  expect(verdict("1 of finance", said("refuse", "approve"))).toBe("met");
  expect(verdict("1 of finance", said("approve", "refuse"))).toBe("refused");
});

test("groups are those of now: whoever left does not count", () => {
  const people = new Map([["bob", human("bob", [])]]);
  expect(verdict("1 of finance", approvals("bob"), { ...CIRCLE, people })).toBe("1 of group:finance");
});

const LEAVES: readonly string[] = [
  "1 of user:alice",
  "1 of finance",
  "2 of finance",
  "1 of ops",
  "2 of anyone",
  "1 of role:admin",
];
const SUBSETS: readonly (readonly string[])[] = PEOPLE.reduce<readonly (readonly string[])[]>(
  (all, { id }) => all.flatMap((some) => [some, [...some, id]]),
  [[]],
);

/** By trying every way to give each person to one part or to none. */
function metApart(parts: readonly Count[], persons: readonly Person[]): boolean {
  const [first, ...rest] = persons;
  if (parts.every(({ count }) => count <= 0)) return true;
  if (first === undefined) return false;
  const choices = parts.map((part, place) => {
    if (!counts(first, part, CIRCLE)) return false;
    return metApart(parts.with(place, { ...part, count: part.count - 1 }), rest);
  });
  return choices.includes(true) || metApart(parts, rest);
}

test("parts that stand apart are met exactly if the persons can be shared out, for all small cases", () => {
  for (const a of LEAVES) {
    for (const b of LEAVES) {
      for (const c of LEAVES) {
        const requirement = read(`${a} apart ${b} apart ${c}`);
        if (requirement.kind !== "apart") throw new Error("not apart");
        for (const persons of SUBSETS) {
          const found = quorum(requirement, approvals(...persons), CIRCLE);
          const here = persons.map((id) => CIRCLE.people.get(id)!);
          expect(found.kind).toBe(metApart(requirement.of, here) ? "met" : "open");
        }
      }
    }
  }
});

test("all is every part, any is some part, for all small cases", () => {
  const met = (text: string, persons: readonly string[]) => verdict(text, approvals(...persons)) === "met";
  for (const a of LEAVES) {
    for (const b of LEAVES) {
      for (const persons of SUBSETS) {
        expect(met(`${a} and ${b}`, persons)).toBe(met(a, persons) && met(b, persons));
        expect(met(`${a} or ${b}`, persons)).toBe(met(a, persons) || met(b, persons));
      }
    }
  }
});

const IDS: readonly string[] = ["a", "b", "c", "d", "e"];
const person = fc.record({
  kind: fc.constantFrom("human" as const, "human" as const, "agent" as const),
  roles: fc.subarray(["admin"]),
  groups: fc.subarray(["finance", "ops"]),
});
const circle: fc.Arbitrary<Circle> = fc
  .tuple(fc.array(person, { minLength: 5, maxLength: 5 }), fc.subarray([...IDS], { maxLength: 1 }))
  .map(([people, requesters]) => ({
    people: new Map(people.map((some, i) => [IDS[i]!, { ...some, id: IDS[i]! }])),
    requesters: new Set(requesters),
  }));
const leaf: fc.Arbitrary<Count> = fc.record({
  kind: fc.constant("count" as const),
  count: fc.integer({ min: 1, max: 3 }),
  of: fc.constantFrom<Count["of"]>(
    { kind: "user", id: "a" },
    { kind: "role", id: "admin" },
    { kind: "group", id: "finance" },
    { kind: "group", id: "ops" },
    { kind: "anyone" },
  ),
  requester_counts: fc.boolean(),
});
const { tree } = fc.letrec<{ tree: Requirement }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({
      kind: fc.constantFrom("all" as const, "any" as const),
      of: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("apart" as const), of: fc.array(leaf, { minLength: 2, maxLength: 3 }) }),
  ),
}));

test("more approvals never un-meet, fewer never meet, and the order does not matter", () => {
  const law = fc.property(
    tree,
    circle,
    fc.subarray([...IDS]),
    fc.subarray([...IDS]),
    (requirement, who, some, more) => {
      const met = (persons: readonly string[]) => quorum(requirement, approvals(...persons), who).kind === "met";
      if (met(some)) expect(met([...some, ...more])).toBe(true);
      expect(met(some.toReversed())).toBe(met(some));
    },
  );
  fc.assert(law, { seed: 4, numRuns: 2000 });
});

test("others who meet what is missing complete the whole", () => {
  const disjoint = fc.shuffledSubarray([...IDS], { minLength: 5 });
  const law = fc.property(tree, circle, disjoint, fc.nat({ max: 5 }), (requirement, who, ids, at) => {
    const [before, after] = [approvals(...ids.slice(0, at)), approvals(...ids.slice(at))];
    const found = quorum(requirement, before, who);
    if (found.kind !== "open") return;
    if (quorum(found.missing, after, who).kind !== "met") return;
    expect(quorum(requirement, [...before, ...after], who).kind).toBe("met");
  });
  fc.assert(law, { seed: 4, numRuns: 2000 });
});
