import fc from "fast-check";
import { expect, test } from "vitest";
import { decide, loadPolicies } from "../../src/index.ts";
import { LINTS } from "../../src/policy/lint/table.ts";

const RUNS = process.env["WRIT_LONG"] === "1" ? 60_000 : 3000;

const GLOBS = ["*", "a*", "?b", "[ab]*", "[!a]*", "[A-b]*", "ab", "s/*", "*b", "**/b", "A*"];
const ARGUMENTS = ["*", "x*", "x y", "?*", "[!x]*", "**", "x/**"];

const subject = fc.oneof(
  fc.constantFrom(...GLOBS).map((tool_pattern) => ({ tool_pattern })),
  fc.subarray(["ab", "aB", "b", "s/ab", "S/b", "mcp_s_ab"], { minLength: 1, maxLength: 2 }).map((tool) => ({ tool })),
  fc.constantFrom("s", "S", "t").map((server) => ({ server })),
);

const more = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...ARGUMENTS).map((arg_pattern) => ({ arg_pattern })),
  fc.subarray(ARGUMENTS, { minLength: 1 }).map((q) => ({ args: { q } })),
  fc.constantFrom({ min: 1 }, { max: 1 }, { max: 2 }, { min: 1, max: 2 }).map((n) => ({ args: { n } })),
  fc.constantFrom("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").map((valid_until) => ({ valid_until })),
);

const rules = fc
  .array(fc.tuple(fc.constantFrom("allow", "deny", "ask"), subject, fc.oneof(subject, fc.constant({})), more), {
    minLength: 2,
    maxLength: 3,
  })
  .map((all) => all.map(([action, ...parts], index) => Object.assign({ id: `r${index}`, action }, ...parts)));

const call = fc.record({
  kind: fc.constant("tool"),
  tool: fc.constantFrom("ab", "aB", "b", "AB", "mcp_s_ab", "c"),
  server: fc.constantFrom(null, null, "s", "S", "a"),
  args: fc.record({
    q: fc.constantFrom("", "x", "x y", "X y", "y", "x/y"),
    n: fc.constantFrom("0", "1", "2", "3"),
  }),
});

/** Keeps a policy a policy when its only rule goes. */
const SILENT = { id: "silent", action: "allow", tool: "nobody_calls_this" };

const strategies = fc.constantFrom("first_match", "deny_overrides");

function load(all: readonly object[], strategy: string) {
  const text = JSON.stringify({ strategy, rules: all.length > 0 ? all : [SILENT] });
  return loadPolicies([{ name: "policy.json", text }]);
}

const DEAD = LINTS.filter(({ code }) => code === "lint.hidden_rule" || code === "lint.never_matches");

test("a rule that is hidden, or never matches, can go: no call is answered differently", () => {
  let found = 0;
  const facts = { at: "2026-06-01T00:00:00Z" };
  const property = fc.property(
    rules,
    strategies,
    fc.array(call, { minLength: 12, maxLength: 12 }),
    (all, strategy, calls) => {
      const snapshot = load(all, strategy);
      const judge = (each: unknown) => decide(each, snapshot, facts);
      const dead = DEAD.flatMap(({ find }) => find({ snapshot, judge, tools: [] }));
      found += dead.length;
      for (const { rule } of dead) {
        const without = load(
          all.filter(({ id }) => id !== rule.id),
          strategy,
        );
        for (const each of calls) {
          const { decision, matched_rules } = decide(each, without, facts);
          expect(judge(each), JSON.stringify([rule.id, each])).toMatchObject({ decision, matched_rules });
        }
      }
    },
  );
  fc.assert(property, { numRuns: RUNS });
  expect(found).toBeGreaterThan(100);
});
