/** Generated expressions: mostly of the type that is asked for, sometimes of another, over a small world of entities. */

import type { BinaryOperator, Expression } from "../../src/kernel/expression.ts";
import { type Choice, once, pick, several, shuffled } from "./choice.ts";
import {
  EXTENSION_TEXTS,
  type ExtensionType,
  LONGS,
  NAMES,
  PATTERN_PARTS,
  TEXTS,
  UIDS,
  WELL_FORMED,
} from "./expression-alphabet.ts";

const TYPES = ["bool", "long", "string", "entity", "set", "record", "decimal", "ip", "datetime", "duration"] as const;
type Type = (typeof TYPES)[number];
type Make = (choice: Choice, depth: number) => Expression;

const NOISE = [..."0123456789.:-/+TZdhms fF١٠e"];

/** An expression that would be a boolean, were all of its parts of the right types. */
export function condition(choice: Choice, depth: number): Expression {
  return typed(choice, "bool", depth);
}

export function anyExpression(choice: Choice, depth: number): Expression {
  return typed(choice, pick(choice, TYPES), depth);
}

function typed(choice: Choice, wanted: Type, depth: number): Expression {
  const type = once(choice, 40) ? pick(choice, TYPES) : wanted;
  if (depth <= 0) return LEAVES[type](choice, 0);
  if (once(choice, 9)) return branching(choice, type, depth - 1);
  if (once(choice, 25)) return reading(choice, depth - 1);
  return pick(choice, [LEAVES[type], ...INNER[type]])(choice, depth - 1);
}

const LEAVES: Readonly<Record<Type, Make>> = {
  bool: (c) => ({ kind: "bool", value: !once(c, 3) }),
  long: (c) => long(pick(c, once(c, 2) ? LONGS : ["0", "1", "2", "-1"])),
  string: (c) => text(pick(c, TEXTS)),
  entity: (c) => (once(c, 3) ? variable(c) : { kind: "entity", ...pick(c, UIDS) }),
  set: (c) => ({ kind: "set", of: several(c, [0, 3], () => LEAVES[pick(c, TYPES)](c, 0)) }),
  record: (c) => (once(c, 3) ? { kind: "variable", name: "context" } : record(c, () => LEAVES[pick(c, TYPES)](c, 0))),
  decimal: (c) => constructed(c, "decimal"),
  ip: (c) => constructed(c, "ip"),
  datetime: (c) => constructed(c, "datetime"),
  duration: (c) => constructed(c, "duration"),
};

const INNER: Readonly<Record<Type, readonly Make[]>> = {
  bool: [
    (c, d) => ({ kind: "and", of: several(c, [2, 4], () => typed(c, "bool", d)) }),
    (c, d) => ({ kind: "or", of: several(c, [2, 4], () => typed(c, "bool", d)) }),
    (c, d) => ({ kind: "not", of: typed(c, "bool", d) }),
    (c, d) => ({ kind: "is_empty", of: typed(c, "set", d) }),
    (c, d) => like(c, d),
    (c, d) => ({
      kind: "is",
      of: typed(c, "entity", d),
      type: pick(c, UIDS).type,
      in: once(c, 2) ? group(c, d) : null,
    }),
    (c, d) => has(c, d),
    (c, d) => same(c, pick(c, TYPES), d),
    (c, d) => same(c, pick(c, ["set", "record", "long"]), d),
    (c, d) => ordered(c, pick(c, ["long", "long", "datetime", "duration", "decimal", "string"]), d),
    (c, d) => ordered(c, "long", d),
    (c, d) => binary("in", typed(c, "entity", d), group(c, d)),
    (c, d) => binary("contains", typed(c, "set", d), typed(c, pick(c, TYPES), d)),
    (c, d) => member(c, d),
    (c, d) => binary(pick(c, ["contains_all", "contains_any"]), typed(c, "set", d), typed(c, "set", d)),
    (c, d) => subset(c, d),
    (c, d) => binary("has_tag", typed(c, "entity", d), typed(c, "string", d)),
    (c, d) =>
      call(pick(c, ["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"]), [
        typed(c, "decimal", d),
        typed(c, "decimal", d),
      ]),
    (c, d) => call(pick(c, ["isIpv4", "isIpv6", "isLoopback", "isMulticast"]), [typed(c, "ip", d)]),
    (c, d) => call("isInRange", [typed(c, "ip", d), typed(c, "ip", d)]),
  ],
  long: [
    (c, d) => ({ kind: "negate", of: typed(c, "long", d) }),
    (c, d) => binary(pick(c, ["add", "subtract", "multiply"]), typed(c, "long", d), typed(c, "long", d)),
    (c, d) =>
      call(pick(c, ["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"]), [typed(c, "duration", d)]),
  ],
  string: [(c, d) => binary("get_tag", typed(c, "entity", d), typed(c, "string", d))],
  entity: [(c, d) => ({ kind: "get", of: typed(c, "entity", d), name: "manager" })],
  set: [
    (c, d) => ({ kind: "set", of: several(c, [0, 4], () => typed(c, pick(c, TYPES), d)) }),
    (c) => ({ kind: "set", of: several(c, [0, 14], () => LEAVES[pick(c, TYPES)](c, 0)) }),
  ],
  record: [(c, d) => record(c, () => typed(c, pick(c, TYPES), d))],
  decimal: [],
  ip: [],
  datetime: [
    (c, d) => call("offset", [typed(c, "datetime", d), typed(c, "duration", d)]),
    (c, d) => call("toDate", [typed(c, "datetime", d)]),
  ],
  duration: [
    (c, d) => call("durationSince", [typed(c, "datetime", d), typed(c, "datetime", d)]),
    (c, d) => call("toTime", [typed(c, "datetime", d)]),
  ],
};

function branching(choice: Choice, type: Type, depth: number): Expression {
  const [yes, no] = [typed(choice, type, depth), typed(choice, type, depth)];
  // biome-ignore lint/suspicious/noThenProperty: the word of the language
  return { kind: "if", test: typed(choice, "bool", depth), then: yes, else: no };
}

/** An attribute of whatever has attributes, guarded or not. */
function reading(choice: Choice, depth: number): Expression {
  return {
    kind: "get",
    of: typed(choice, pick(choice, ["record", "entity"]), depth),
    name: pick(choice, [...NAMES, "a", "a"]),
  };
}

function has(choice: Choice, depth: number): Expression {
  const of = typed(choice, pick(choice, ["record", "entity"]), depth);
  const paths = several(choice, [1, 3], (c) => pick(c, ["a", "b", "inner", "manager", "n"]));
  return { kind: "has", of, names: once(choice, 2) ? paths : [pick(choice, NAMES)] };
}

function same(choice: Choice, type: Type, depth: number): Expression {
  const left = typed(choice, type, depth);
  if (left.kind === "set" && once(choice, 2)) return binary("equal", left, { ...left, of: jumbled(choice, left.of) });
  return binary("equal", left, once(choice, 4) ? left : typed(choice, type, depth));
}

function member(choice: Choice, depth: number): Expression {
  const members = several(choice, [1, 12], () => typed(choice, pick(choice, TYPES), depth - 1));
  return binary("contains", { kind: "set", of: members }, pick(choice, members));
}

function subset(choice: Choice, depth: number): Expression {
  const members = several(choice, [1, 8], () => typed(choice, pick(choice, TYPES), depth - 1));
  return binary("contains_all", { kind: "set", of: members }, { kind: "set", of: jumbled(choice, members) });
}

/** In another order, some twice. */
function jumbled(choice: Choice, members: readonly Expression[]): readonly Expression[] {
  return members.length === 0 ? members : shuffled(choice, [...members, pick(choice, members)]);
}

function ordered(choice: Choice, type: Type, depth: number): Expression {
  return binary(pick(choice, ["less", "at_most"]), typed(choice, type, depth), typed(choice, type, depth));
}

function group(choice: Choice, depth: number): Expression {
  if (once(choice, 2)) return typed(choice, "entity", depth);
  if (once(choice, 6)) return typed(choice, "set", depth);
  return { kind: "set", of: several(choice, [0, 12], () => typed(choice, "entity", 0)) };
}

function like(choice: Choice, depth: number): Expression {
  const pattern = several(choice, [0, 5], (c) => (once(c, 2) ? null : pick(c, PATTERN_PARTS)));
  return { kind: "like", of: typed(choice, "string", once(choice, 3) ? depth : 0), pattern };
}

function record(choice: Choice, make: () => Expression): Expression {
  const names = shuffled(choice, [...new Set(several(choice, [0, 3], (c) => pick(c, NAMES)))]);
  return { kind: "record", of: names.map((name) => [name, make()] as const) };
}

function constructed(choice: Choice, type: ExtensionType): Expression {
  return call(type, [text(once(choice, 12) ? extensionText(choice, type) : pick(choice, WELL_FORMED[type]))]);
}

/** A text of the type, or near to one. */
export function extensionText(choice: Choice, type: ExtensionType): string {
  let given = pick(choice, once(choice, 2) ? EXTENSION_TEXTS[type] : WELL_FORMED[type]);
  for (let times = choice(3); times > 0; times -= 1) {
    const at = choice(given.length + 1);
    given = given.slice(0, at) + pick(choice, [...NOISE, ""]) + given.slice(at + choice(2));
  }
  return given;
}

function variable(choice: Choice): Expression {
  return { kind: "variable", name: pick(choice, ["principal", "action", "resource"]) };
}

function long(value: string): Expression {
  return { kind: "long", value };
}

function text(value: string): Expression {
  return { kind: "string", value };
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function call(name: string, of: readonly Expression[]): Expression {
  return { kind: "call", name, of };
}
