/** `decide` against the naive reference: single cases. */

import { test } from "vitest";
import type { Argument, Part } from "../../src/kernel/request.ts";
import type { Condition, Policy, Rule } from "../../src/kernel/rule.ts";
import { expectAgreement } from "../reference/agree.ts";
import { actionPart, argumentOf, policyOf, requestOf, ruleOf, snapshotOf, toolPart } from "../reference/example.ts";
import type { Case } from "../reference/generate.ts";

const EQUALS_X: Condition = { kind: "equal", field: "args", value: "x" };

const FAILS: Condition = { kind: "holds", of: { kind: "get", of: { kind: "variable", name: "context" }, name: "no" } };
const LIFTABLE: Rule = { ...ruleOf("lift", "deny"), approvals: "1 of anyone" };
const OF_OTHER: Condition = { kind: "entity_equal", slot: "resource", uid: { type: "Writ::Tool", id: "other" } };
const UNKNOWN_APPROVAL: Rule = { ...ruleOf("approve", "allow", OF_OTHER, FAILS), approvals: "2 of finance" };

/** What once set the two apart, or is easy to get wrong. */
const singled: readonly (readonly [says: string, case_: Case])[] = [
  [
    "a limit may be written with idle zeros",
    payment([ruleOf("a", "allow", { kind: "at_least", field: "amount", value: "10.0" })]),
  ],
  [
    "a deny above a limit with idle zeros",
    payment([ruleOf("d", "deny", { kind: "at_least", field: "amount", value: "10.00" })]),
  ],
  [
    "equal amounts may be written differently",
    payment([ruleOf("d", "deny", { kind: "equal", field: "amount", value: "10.0" })]),
  ],
  [
    "no amount is known to equal what is no decimal",
    payment([ruleOf("d", "deny", { kind: "equal", field: "amount", value: "ten" })]),
  ],
  [
    "no amount is known to differ from what is no decimal",
    payment([ruleOf("a", "allow", { kind: "not", of: { kind: "equal", field: "amount", value: "ten" } })]),
  ],
  [
    "a limit that is no decimal is unknown across holes too",
    tooled(argumentOf(["1", ""]), ruleOf("d", "deny", { kind: "at_most", field: "args", value: "ten" })),
  ],
  [
    "an operand that is none is unknown on holes too, read permissively",
    tooled(
      argumentOf(["1", ""]),
      ruleOf("d", "deny", { kind: "not", of: { kind: "at_most", field: "args", value: "1e3" } }),
    ),
  ],
  [
    "a limit of more digits than an amount has is none",
    payment([ruleOf("d", "deny", { kind: "at_most", field: "amount", value: "9".repeat(79) })]),
  ],
  [
    "what an allow negates is unknown in doubt",
    tooled({ ...argumentOf("y"), doubt: "doubtful" }, ruleOf("a", "allow", { kind: "not", of: EQUALS_X })),
  ],
  [
    "what a deny negates twice is unknown in doubt",
    tooled(
      { ...argumentOf("y"), doubt: "doubtful" },
      ruleOf("d", "deny", { kind: "not", of: { kind: "not", of: EQUALS_X } }),
    ),
  ],
  [
    "instants do not differ below a millisecond",
    payment([ruleOf("d", "deny", { kind: "until", value: "2026-01-01T00:00:00.500000001Z" })]),
  ],
  [
    "an unknown value is not known to be in an empty list",
    payment(sixDenies({ kind: "one_of", field: "tenant", values: [] }), null),
  ],
  ["parts keep their order beside an allow with argument conditions", besideFirst()],
  ["an allow of plain tools, found by an index, knows no tool of a server", serverTool()],
  ["what failed is told in the order of the rules, not of the index", failing()],
  ["a liftable deny asks on a part that is only restricted too", restricted([[LIFTABLE, ruleOf("a", "allow")]])],
  [
    "a liftable deny of a part that is only restricted yields to another deny",
    restricted([[LIFTABLE], [ruleOf("d", "deny")]]),
  ],
  [
    "an unknown approval joins an allow of its own policy, also on a part that is only restricted",
    restricted([[UNKNOWN_APPROVAL, ruleOf("a", "allow")]]),
  ],
  [
    "an unknown approval joins an allow of another policy, also on a part that is only restricted",
    restricted([[UNKNOWN_APPROVAL], [ruleOf("a", "allow")]]),
  ],
];

test.each(singled)("%s", (_, single) => {
  expectAgreement(single, 0);
});

function payment(rules: readonly Rule[], tenant: string | null = "acme"): Case {
  const policy: Policy = { ...policyOf("deny_overrides", rules), about: "action" };
  const request = requestOf([actionPart({ tenant })]);
  return { request, snapshot: snapshotOf([policy]), facts: { at: "2026-01-01T00:00:00.5Z" } };
}

function tooled(args: Argument, ...rules: readonly Rule[]): Case {
  const request = requestOf([toolPart({ args })]);
  return { request, snapshot: snapshotOf([policyOf("deny_overrides", rules)]), facts: {} };
}

/** Enough rules for an index to be worth its while. */
function sixDenies(...when: readonly Condition[]): readonly Rule[] {
  return ["a", "b", "c", "d", "e", "f"].map((id) => ruleOf(id, "deny", ...when));
}

function besideFirst(): Case {
  const other = (judged: "full" | "beside", args: Argument): Part => toolPart({ judged, args });
  const rules = ["a", "b"].map((word) => ruleOf(word, "allow", { kind: "equal", field: "args", value: word }));
  const parts = [other("beside", argumentOf("b")), other("full", argumentOf("a"))];
  return { request: requestOf(parts), snapshot: snapshotOf([policyOf("first_match", rules)]), facts: {} };
}

function serverTool(): Case {
  const rules = ["r*", "s*", "t*", "u*", "v*"].map((pattern) =>
    ruleOf(pattern, "allow", { kind: "glob", field: "plain", pattern }),
  );
  const part = toolPart({ tool: "sh/run", tool_forms: ["sh/run"], name: "run", server: "sh" });
  return { request: requestOf([part]), snapshot: snapshotOf([policyOf("first_match", rules)]), facts: {} };
}

/** A policy as a Cedar file becomes one. */
function cedarPolicy(rules: readonly Rule[]): Policy {
  return { ...policyOf("deny_overrides", rules), about: "any", governs: true, faults: "skip" };
}

/** Policies of these rules on two parts, one of them only restricted. */
function restricted(policies: readonly (readonly Rule[])[]): Case {
  const parts = [toolPart(), toolPart({ judged: "restrict", tool: "other" })];
  return { request: requestOf(parts), snapshot: snapshotOf(policies.map(cedarPolicy)), facts: {} };
}

/** Enough rules for an index, and those that it visits last stand first. */
function failing(): Case {
  const named: Condition = { kind: "entity_is", slot: "resource", type: "Writ::Tool" };
  const rules = ["a", "b", "c", "d", "e", "f"].map((id) => ruleOf(id, "deny", ...(id < "d" ? [] : [named]), FAILS));
  return { request: requestOf([toolPart()]), snapshot: snapshotOf([cedarPolicy(rules)]), facts: {} };
}
