/** What must hold of every decision, whatever the policies. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical } from "../../src/kernel/canonical.ts";
import { decide } from "../../src/kernel/decide.ts";
import type { Decision } from "../../src/kernel/decision.ts";
import { STRICTNESS } from "../../src/kernel/effect.ts";
import type { Part, ToolPart } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule } from "../../src/kernel/rule.ts";
import { arbitrary, type Choice, pick, seeded, several, shuffled } from "../reference/choice.ts";
import { forgetLetters, forgetValues, withoutBeside } from "../reference/forget.ts";
import { type Case, decisionCase, rule, withPolicies } from "../reference/generate.ts";
import { part } from "../reference/generate-request.ts";

const NEVER: Condition = { kind: "or", of: [{ kind: "equal", field: "principal", value: "agent:nobody" }] };

test("the order of the rules of deny_overrides policies never matters", () => {
  holds(decisionCaseAnd(reordered), ({ given, other }) => {
    expect(inNoOrder(decided(other))).toEqual(inNoOrder(decided(given)));
  });
});

test("the order of policies never matters", () => {
  const moved = (choice: Choice, given: Case): Case => withRules(given, shuffled(choice, given.snapshot.policies));
  holds(decisionCaseAnd(moved), ({ given, other }) => {
    expect(inNoOrder(decided(other))).toEqual(inNoOrder(decided(given)));
  });
});

test("a rule that cannot match changes nothing but the snapshot's hash, and which near misses an index reaches", () => {
  holds(
    decisionCaseAnd((choice, given) => inserted(choice, given, { ...rule(choice), when: [NEVER] })),
    ({ given, other }) => expect(withoutNearMisses(decided(other))).toEqual(withoutNearMisses(decided(given))),
  );
});

test("a deny that matches in a deny_overrides policy of its own, or of others, beats everything", () => {
  const deny: Rule = { id: "deny", effect: "deny", tier: "default", when: [], line: 1, reason: null, code: null };
  const policy: Policy = { source: "deny.toml", about: "action", combine: "deny_overrides", rules: [deny] };
  const denied = (choice: Choice, given: Case): Case => {
    const { policies } = given.snapshot;
    const place = choice(policies.length + 1);
    const host = policies[place];
    const own = host?.about === "action" && host.combine === "deny_overrides";
    const joined = own ? { ...host, rules: [...host.rules, deny] } : policy;
    return withRules(given, [...policies.slice(0, place), joined, ...policies.slice(own ? place + 1 : place)]);
  };
  holds(decisionCaseAnd(denied), ({ other }) => {
    if (other.request.parts.length === 0) return;
    const decision = decided(other);
    expect([decision.decision, decision.matched_rules.includes("deny")]).toEqual(["deny", true]);
  });
});

/*
 * Forgetting. It is not true that knowing less is never milder: an ask that is unknown asks where a known value would
 * have left the request to the default deny. Three statements hold, and they are what safety needs. Parts judged
 * `beside` are left out, for by rule 17 an allow with argument conditions that is forgotten to match also stops to
 * demand a rule for them; and where failures are skipped, what fails is what was forgotten.
 */
test("what is allowed while a value is unknown is allowed whatever the value", () => {
  holds(decisionCaseAnd(forgetValues, cautious), ({ given, other }) => {
    if (decided(other).decision === "allow") expect(decided(given).decision).toBe("allow");
  });
});

test("what is allowed with a run-time hole is allowed whatever fills the hole", () => {
  holds(decisionCaseAnd(forgetLetters, cautious), ({ given, other }) => {
    if (decided(other).decision === "allow") expect(decided(given).decision).toBe("allow");
  });
});

test("what a rule denies when a value is known is denied while it is unknown", () => {
  holds(decisionCaseAnd(forgetValues, cautious), ({ given, other }) => {
    const known = decided(given);
    if (known.decision === "deny" && known.matched_rules.length > 0) expect(decided(other).decision).toBe("deny");
  });
});

test("what a deny_overrides policy denies for certain across a run-time hole it denies whatever fills the hole", () => {
  const loose = (given: Case): Case =>
    withRules(
      cautious(given),
      given.snapshot.policies.map((policy) => ({ ...policy, combine: "deny_overrides" })),
    );
  holds(decisionCaseAnd(forgetLetters, loose), ({ given, other }) => {
    const { reasons, errors } = decided(other);
    const doubted = new Set(errors.map(({ rule }) => rule));
    const certain = reasons.some(({ rule, effect }) => effect === "deny" && !doubted.has(rule ?? ""));
    if (certain) expect(decided(given).decision).toBe("deny");
  });
});

test("what only restricts never makes a decision milder", () => {
  const restrict = (choice: Choice, given: Case): Case => {
    const more = several(choice, [1, 2], part).map((each): Part => (each.kind === "tool" ? restricted(each) : each));
    const added = more.filter(({ kind }) => kind === "tool");
    return { ...given, request: { ...given.request, parts: [...given.request.parts, ...added] } };
  };
  holds(decisionCaseAnd(restrict), ({ given, other }) => {
    if (!given.request.parts.some(({ judged }) => judged === "full")) return; // rule 18 denies a silent request
    expect(STRICTNESS[decided(other).decision]).toBeGreaterThanOrEqual(STRICTNESS[decided(given).decision]);
  });
});

test("a refused or frozen request is denied", () => {
  const stopped = (choice: Choice, given: Case): Case =>
    pick(choice, [
      { ...given, facts: { ...given.facts, frozen: true } },
      { ...given, request: { ...given.request, refusal: { code: "request.invalid", detail: "" } } },
    ]);
  holds(decisionCaseAnd(stopped), ({ other }) => expect(decided(other).decision).toBe("deny"));
});

test("nothing is allowed without an allow rule or a mode", () => {
  const barren = (_: Choice, given: Case): Case => {
    const deaf = (rules: readonly Rule[]): readonly Rule[] => rules.filter(({ effect }) => effect !== "allow");
    const policies = given.snapshot.policies.map((policy) => ({ ...policy, rules: deaf(policy.rules) }));
    const silent = withRules({ ...given, snapshot: { ...given.snapshot, mode: null } }, policies);
    return { ...silent, facts: { ...given.facts, session: { rules: deaf(given.facts.session?.rules ?? []) } } };
  };
  holds(decisionCaseAnd(barren), ({ other }) => expect(decided(other).decision).not.toBe("allow"));
});

test("a decision is the same bytes each time, and for copies of what it was made from", () => {
  holds(
    decisionCaseAnd((_, given) => structuredClone(given)),
    ({ given, other }) => {
      const bytes = canonical(decided(given));
      expect([canonical(decided(given)), canonical(decided(other))]).toEqual([bytes, bytes]);
    },
  );
});

test("nothing that is handed in is changed", () => {
  holds(
    decisionCaseAnd((_, given) => frozen(structuredClone(given))),
    ({ given, other }) => {
      expect(decided(other)).toEqual(decided(given));
      expect(other).toEqual(given);
    },
  );
});

type Change = (choice: Choice, given: Case) => Case;

interface Pair {
  readonly given: Case;
  readonly other: Case;
}

/** A generated case (first put through `prepare`), and what `change` makes of it. */
function decisionCaseAnd(change: Change, prepare: (given: Case) => Case = (given) => given): (choice: Choice) => Pair {
  return (choice) => {
    const given = prepare(decisionCase(choice));
    return { given, other: change(choice, given) };
  };
}

/** A few cases from fast-check, which shrinks what fails, and many from plain seeds, which are forty times as fast. */
function holds(make: (choice: Choice) => Pair, statement: (pair: Pair) => void): void {
  const long = process.env["WRIT_LONG"] === "1";
  const property = fc.property(arbitrary(make), (pair) => void statement(pair));
  fc.assert(property, { numRuns: long ? 2_000 : 100, seed: 1 });
  for (let seed = 0; seed < (long ? 40_000 : 3_000); seed += 1) statement(make(seeded(seed)));
}

/**
 * Without what lets a decision become milder by knowing less. The request names its resource: where a payment's tenant
 * stands for it, a missing tenant is another entity, and entities are never unknown.
 */
function cautious(given: Case): Case {
  const strict = (policy: Policy): Policy => (policy.faults === "skip" ? { ...policy, faults: "deny" } : policy);
  const named: Case = { ...given, request: { ...given.request, kind: "action" } };
  return withRules(withoutBeside(named), given.snapshot.policies.map(strict));
}

function decided({ request, snapshot, facts }: Case): Decision {
  return decide(request, snapshot, facts);
}

function restricted(part: ToolPart): ToolPart {
  return { ...part, judged: "restrict" };
}

function withRules(given: Case, policies: readonly Policy[]): Case {
  return { ...given, snapshot: withPolicies(given.snapshot, policies) };
}

function reordered(choice: Choice, given: Case): Case {
  const { policies } = given.snapshot;
  const loose = (policy: Policy): boolean => policy.combine === "deny_overrides";
  return withRules(
    given,
    policies.map((policy) => (loose(policy) ? { ...policy, rules: shuffled(choice, policy.rules) } : policy)),
  );
}

function inserted(choice: Choice, given: Case, one: Rule): Case {
  const { policies } = given.snapshot;
  // Where a policy governs, a rule of its is enough to silence the mode, whether it matches or not.
  const open = policies.filter(({ governs }) => governs !== true);
  const chosen = open[choice(open.length + 1)];
  return withRules(
    given,
    policies.map((policy) => (policy === chosen ? { ...policy, rules: put(choice, policy.rules, one) } : policy)),
  );
}

function put(choice: Choice, rules: readonly Rule[], one: Rule): readonly Rule[] {
  const place = choice(rules.length + 1);
  return [...rules.slice(0, place), one, ...rules.slice(place)];
}

/** What does not depend on how many rules a policy has: rule 23. */
function withoutNearMisses(decision: Decision): Decision {
  const { deny_code, near_misses } = decision;
  const code = deny_code === near_misses[0]?.code ? "policy.no_matching_rule" : deny_code;
  return { ...decision, policy_snapshot_hash: "", deny_code: code, deny_detail: null, near_misses: [] };
}

/** What does not depend on the order of rules: which code and which near misses come first does. */
function inNoOrder(decision: Decision): unknown {
  const { matched_rules, reasons, errors, approvals, deny_code, near_misses, ...rest } = decision;
  const bag = (rows: readonly unknown[]): string[] => rows.map((row) => canonical(row)).sort();
  const lists = [matched_rules, reasons, errors, approvals?.missing ?? []].map(bag);
  return { ...rest, deny_detail: rest.deny_detail !== null, policy_snapshot_hash: null, lists };
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
