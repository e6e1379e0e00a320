/** Generated conditions of every kind, over the alphabet of the generated requests. */

import type { Expression } from "../../src/kernel/expression.ts";
import type { Condition, Slot } from "../../src/kernel/rule.ts";
import { type Choice, once, pick, several } from "./choice.ts";
import { uidOf } from "./generate-entity.ts";
import { ACTIONS, AMOUNTS, CURRENCIES, INSTANTS, NAMES, NUMBERS, TENANTS, words } from "./generate-request.ts";

const PATTERNS = [
  "*",
  "?",
  "a",
  "A",
  "rm",
  "-rf",
  " ",
  "[ab]",
  "[!a]",
  "[*]",
  "[]]",
  "[A-Z]",
  "[a-b-]",
  "b/",
  "É",
  "_",
];
const PATH_PATTERNS = ["**", "**/a", "a/**", "b/**/a", "**/b/**", "/**/x*"];
const TOOL_PATTERNS = ["*", "shell", "Shell", "s?ell", "write_*", "[sw]*", "[S]*", "gh/*", "GH/*", "bash"];
const TOOLS = ["shell", "Shell", "gh/create", "GH/create", "bash", "write_file"];

/** The values each field is compared with; `args` fields take any words. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  tool: TOOLS,
  name: [...NAMES, "SHELL"],
  server: ["gh", "GH", "gitlab"],
  action: ACTIONS,
  tenant: TENANTS,
  currency: CURRENCIES,
  amount: AMOUNTS,
  principal: ["agent:a", "agent:A"],
  session: ["s1", "S1"],
};

const VALUE_FIELDS = ["action", "tenant", "currency", "amount", "principal", "session"];
const SLOTS: readonly Slot[] = ["principal", "action", "resource"];
const FIELDS = [...Object.keys(VALUES), "args", "args", "args", "args.path", "args.command"];

/** Nested up to three deep. */
export function condition(choice: Choice): Condition {
  return nested(choice, 3);
}

/** A condition on one name, such as an index may file a rule under. */
export function scope(choice: Choice): Condition {
  const field = pick(choice, ["tool", "plain", "name", "action", "action"]);
  const values = [...(VALUES[field] ?? []), "absent", "absent_too"];
  if (once(choice, 4)) return { kind: "one_of", field, values: several(choice, [1, 2], (c) => pick(c, values)) };
  if ((field === "tool" || field === "plain") && once(choice, 3))
    return { kind: "glob", field, pattern: pick(choice, TOOL_PATTERNS) };
  return { kind: "equal", field, value: pick(choice, values) };
}

/** What a payment rule asks for: near enough to what payments are that it often fails on one condition only. */
export function paymentConditions(choice: Choice): readonly Condition[] {
  const conditions: readonly Condition[] = [
    { kind: "at_most", field: "amount", value: pick(choice, ["1", "10", "10.5"]) },
    { kind: "equal", field: "currency", value: pick(choice, ["USD", "USD", "EUR"]) },
    { kind: "one_of", field: "tenant", values: several(choice, [1, 2], (c) => pick(c, TENANTS)) },
    { kind: pick(choice, ["since", "until"]), value: pick(choice, INSTANTS) },
  ];
  const chosen = conditions.filter(() => !once(choice, 3));
  return [{ kind: "equal", field: "action", value: "pay" }, ...chosen];
}

function nested(choice: Choice, depth: number): Condition {
  const kind = depth === 0 ? "leaf" : pick(choice, ["leaf", "leaf", "leaf", "leaf", "not", "and", "or"]);
  if (kind === "leaf") return leaf(choice);
  if (kind === "not") return { kind, of: nested(choice, depth - 1) };
  return { kind: kind === "and" ? "and" : "or", of: several(choice, [0, 3], (c) => nested(c, depth - 1)) };
}

/**
 * What the rules of a policy about any call ask for: a scope, values, an expression. Nothing of names and arguments,
 * for an index does not reach allows that are unknown by these.
 */
export function cedarConditions(choice: Choice): readonly Condition[] {
  const scope = SLOTS.flatMap((slot) => (once(choice, 2) ? [] : [entityCondition(choice, slot)]));
  return once(choice, 2) ? scope : [...scope, ...several(choice, [1, 2], (c) => cedarNested(c, 2))];
}

function cedarNested(choice: Choice, depth: number): Condition {
  const kind = depth === 0 ? "leaf" : pick(choice, ["leaf", "leaf", "leaf", "not", "and", "or"]);
  if (kind === "not") return { kind, of: cedarNested(choice, depth - 1) };
  if (kind !== "leaf")
    return { kind: kind === "and" ? "and" : "or", of: several(choice, [0, 3], (c) => cedarNested(c, depth - 1)) };
  if (once(choice, 4)) return entityCondition(choice, pick(choice, SLOTS));
  return once(choice, 3) ? fieldLeaf(choice, pick(choice, VALUE_FIELDS)) : expression(choice);
}

function entityCondition(choice: Choice, slot: Slot): Condition {
  const kind = pick(choice, ["entity_equal", "entity_in", "entity_in", "entity_is"] as const);
  if (kind === "entity_equal") return { kind, slot, uid: uidOf(choice, slot) };
  if (kind === "entity_is") return { kind, slot, type: uidOf(choice, slot).type };
  return { kind, slot, uids: several(choice, [once(choice, 12) ? 0 : 1, 2], (c) => uidOf(c, slot)) };
}

const ABSENT: Expression = { kind: "get", of: { kind: "variable", name: "context" }, name: "absent" };

function expression(choice: Choice): Condition {
  return { kind: "holds", of: once(choice, 3) ? ABSENT : { kind: "bool", value: !once(choice, 3) } };
}

function leaf(choice: Choice): Condition {
  if (once(choice, 8)) return once(choice, 3) ? expression(choice) : entityCondition(choice, pick(choice, SLOTS));
  if (once(choice, 8)) return { kind: pick(choice, ["since", "until"]), value: pick(choice, INSTANTS) };
  return fieldLeaf(choice, pick(choice, FIELDS));
}

function fieldLeaf(choice: Choice, field: string): Condition {
  const value = (): string => pick(choice, VALUES[field] ?? [words(choice), "5", "10.0"]);
  if ((field === "amount" && !once(choice, 6)) || (field.startsWith("args") && once(choice, 5)) || once(choice, 40)) {
    const kind = pick(choice, ["at_most", "at_least", "equal"] as const);
    return { kind, field, value: once(choice, 4) ? pick(choice, NUMBERS) : pick(choice, AMOUNTS) };
  }
  const kind = pick(choice, ["equal", "one_of", "glob", field.startsWith("args") ? "glob" : "equal"] as const);
  if (kind === "equal") return { kind, field, value: value() };
  if (kind === "one_of") return { kind, field, values: several(choice, [1, 2], value) };
  return { kind, field, pattern: pattern(choice, field) };
}

function pattern(choice: Choice, field: string): string {
  if (field === "tool" || field === "plain" || field === "name" || field === "server")
    return pick(choice, TOOL_PATTERNS);
  if (once(choice, 6)) return pick(choice, PATH_PATTERNS);
  return several(choice, [0, 4], () => pick(choice, PATTERNS))
    .join("")
    .replace(/\*\*+/g, "*");
}
