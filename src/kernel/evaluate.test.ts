import { expect, test } from "vitest";
import { buildEntityStore } from "./entity-store.ts";
import { compileExpression, type ValueScene } from "./evaluate.ts";
import type { BinaryOperator, Expression, LikePattern } from "./expression.ts";
import { valueOfJson } from "./json-value.ts";
import { showValue } from "./show-value.ts";
import { isFault, type RecordValue } from "./value.ts";

const ada = { type: "User", id: "ada" };
const staff = { type: "Group", id: "staff" };
const nobody = { type: "User", id: "nobody" };

const scene: ValueScene = {
  principal: ada,
  action: { type: "Action", id: "pay" },
  resource: nobody,
  context: valueOfJson({
    amount: 5,
    rate: 1.5,
    nested: { rate: null, list: [1.5], ok: true },
    big: 9223372036854775807n,
    ["constructor"]: 1,
  }) as RecordValue,
  entities: buildEntityStore([
    { uid: ada, parents: [staff], attributes: [["age", long("36")]], tags: [["level", text("gold")]] },
    { uid: staff, parents: [], attributes: [], tags: [] },
  ]),
};

const principal: Expression = { kind: "variable", name: "principal" };
const resource: Expression = { kind: "variable", name: "resource" };
const context: Expression = { kind: "variable", name: "context" };
const yes: Expression = { kind: "bool", value: true };
const no: Expression = { kind: "bool", value: false };
const one = long("1");
const least = long("-9223372036854775808");
const most = long("9223372036854775807");
const failing = get(context, "absent");

test.each<readonly [string, Expression, string]>([
  ["and stops at the first false", and(yes, no, failing), "false"],
  ["and of three that are true", and(yes, yes, yes), "true"],
  ["or stops at the first true", or(no, yes, one), "true"],
  ["if evaluates one branch only", choose(yes, one, failing), "1"],
  ["not", { kind: "not", of: no }, "true"],
  ["values of different types are unequal", binary("equal", one, text("1")), "false"],
  ["sets are equal whatever their order", binary("equal", set(one, text("a"), one), set(text("a"), one)), "true"],
  [
    "records are equal member by member",
    binary("equal", record({ a: set(one) }), record({ a: set(one, one) })),
    "true",
  ],
  ["negative of the greatest", { kind: "negate", of: most }, "-9223372036854775807"],
  ["a sum beyond 2^53 stays exact", binary("add", long("9007199254740993"), one), "9007199254740994"],
  ["zero has no sign", binary("equal", binary("multiply", long("0"), long("-5")), long("0")), "true"],
  ["a number is less than a bigint", binary("less", one, most), "true"],
  ["an entity is in itself, known or not", binary("in", resource, resource), "true"],
  ["an entity is in what its parents are", binary("in", principal, set(entity(nobody), entity(staff))), "true"],
  ["nothing is in an empty set", binary("in", principal, set()), "false"],
  ["is", { kind: "is", of: principal, type: "User", in: null }, "true"],
  ["is asks for the group only if the type fits", { kind: "is", of: principal, type: "App", in: one }, "false"],
  ["has on an entity that does not exist", has(resource, "age"), "false"],
  ["has along a path", has(context, "nested", "ok"), "true"],
  ["has along a path that ends early", has(context, "absent", "ok"), "false"],
  ["names of Object's own are ordinary", has(context, "toString"), "false"],
  ["attribute of an entity", get(principal, "age"), "36"],
  ["has a tag", binary("has_tag", principal, text("level")), "true"],
  ["no tags where there is no entity", binary("has_tag", resource, text("level")), "false"],
  ["get a tag", binary("get_tag", principal, text("level")), '"gold"'],
  ["a set contains a record", binary("contains", set(record({ a: one })), record({ a: one })), "true"],
  ["every set contains the empty one", binary("contains_all", set(), set()), "true"],
  ["no set shares a member with the empty one", binary("contains_any", set(one), set()), "false"],
  ["is empty", { kind: "is_empty", of: set() }, "true"],
  ["a star takes line ends", like(text("a\nb"), ["a", null]), "true"],
  ["a like without stars is equality", like(text("ab"), ["a", "b"]), "true"],
  ["datetimes are ordered", binary("less", call("datetime", "1970-01-01"), call("datetime", "2024-02-29")), "true"],
])("%s", (_, expression, shown) => {
  const value = compileExpression(expression)(scene);
  expect(isFault(value) ? value.text : showValue(value)).toBe(shown);
});

test.each<readonly [Expression, string]>([
  [and(yes, one), "expected bool, got long"],
  [or(one, yes), "expected bool, got long"],
  [and(yes, yes, text("")), "expected bool, got string"],
  [choose(one, yes, yes), "expected bool, got long"],
  [{ kind: "not", of: one }, "expected bool, got long"],
  [{ kind: "negate", of: text("1") }, "expected long, got string"],
  [{ kind: "negate", of: least }, "integer overflow: -(-9223372036854775808)"],
  [binary("add", most, one), "integer overflow: 9223372036854775807 + 1"],
  [binary("subtract", least, one), "integer overflow: -9223372036854775808 - 1"],
  [binary("multiply", most, long("2")), "integer overflow: 9223372036854775807 * 2"],
  [binary("add", one, yes), "expected long, got bool"],
  [binary("less", text("a"), one), "expected long, datetime or duration, got string"],
  [binary("less", one, text("a")), "expected long, got string"],
  [binary("at_most", call("duration", "1s"), call("datetime", "1970-01-01")), "expected duration, got datetime"],
  [binary("in", one, principal), "expected entity, got long"],
  [binary("in", principal, one), "expected entity or set of entities, got long"],
  [binary("in", principal, set(principal, one)), "expected entity in the set, got long"],
  [{ kind: "is", of: one, type: "User", in: null }, "expected entity, got long"],
  [has(one, "a"), "expected record or entity, got long"],
  [has(context, "amount", "a"), "expected record or entity, got long"],
  [get(one, "a"), "expected record or entity, got long"],
  [failing, "the record has no attribute `absent`"],
  [get(record({}), "__proto__"), "the record has no attribute `__proto__`"],
  [get(resource, "age"), 'the entity User::"nobody" does not exist'],
  [get(principal, "name"), 'the entity User::"ada" has no attribute `name`'],
  [binary("get_tag", resource, text("a")), 'the entity User::"nobody" does not exist'],
  [binary("get_tag", principal, text("a")), 'the entity User::"ada" has no tag `a`'],
  [binary("get_tag", principal, one), "expected string, got long"],
  [binary("has_tag", one, text("a")), "expected entity, got long"],
  [binary("contains", one, one), "expected set, got long"],
  [binary("contains_all", set(), one), "expected set, got long"],
  [binary("contains_any", one, set()), "expected set, got long"],
  [{ kind: "is_empty", of: record({}) }, "expected set, got record"],
  [like(one, [null]), "expected string, got long"],
  [set(failing), "the record has no attribute `absent`"],
  [record({ a: failing }), "the record has no attribute `absent`"],
  [long("9223372036854775808"), "not a 64-bit integer: `9223372036854775808`"],
  [{ kind: "call", name: "sqrt", of: [one] }, "no function is called `sqrt`"],
  [{ kind: "call", name: "ip", of: [] }, "`ip` takes 1 arguments with its receiver, got 0"],
  [{ kind: "call", name: "ip", of: [one] }, "expected string, got long"],
  [{ kind: "call", name: "isInRange", of: [call("ip", "::"), one] }, "expected ipaddr, got long"],
])("%j is a fault", (expression, why) => {
  expect(compileExpression(expression)(scene)).toEqual({ kind: "fault", text: why });
});

test("a tower of comparisons evaluates each of its floors once", () => {
  let tower = failing;
  for (let floor = 0; floor < 200; floor += 1) tower = binary("less", tower, one);
  expect(compileExpression(tower)(scene)).toEqual({ kind: "fault", text: "the record has no attribute `absent`" });
});

const ODD = "a number that is no integer";

test.each<readonly [string, Expression, string | boolean]>([
  ["is not met by what stands beside it", binary("less", get(context, "amount"), long("6")), true],
  ["exists", has(context, "rate"), true],
  ["cannot be read", binary("equal", get(context, "rate"), one), ODD],
  ["makes a set one that cannot be read", { kind: "is_empty", of: get(get(context, "nested"), "list") }, ODD],
  ["keeps its record from being compared", binary("equal", context, record({})), ODD],
  ["keeps its record from being looked for", binary("contains", set(one), context), ODD],
  ["keeps its record out of sets", set(context), ODD],
  ["goes with its record into others", binary("equal", record({ a: context }), record({})), ODD],
  ["does not make a record equal to another type", binary("equal", context, one), false],
])("a member that is no value %s", (_, expression, outcome) => {
  const value = compileExpression(expression)(scene);
  expect(isFault(value) ? value.text : value).toBe(outcome);
});

function long(value: string): Expression {
  return { kind: "long", value };
}

function text(value: string): Expression {
  return { kind: "string", value };
}

function entity(uid: { readonly type: string; readonly id: string }): Expression {
  return { kind: "entity", ...uid };
}

function set(...of: readonly Expression[]): Expression {
  return { kind: "set", of };
}

function record(members: Readonly<Record<string, Expression>>): Expression {
  return { kind: "record", of: Object.entries(members) };
}

function get(of: Expression, name: string): Expression {
  return { kind: "get", of, name };
}

function has(of: Expression, ...names: readonly string[]): Expression {
  return { kind: "has", of, names };
}

function and(...of: readonly Expression[]): Expression {
  return { kind: "and", of };
}

function or(...of: readonly Expression[]): Expression {
  return { kind: "or", of };
}

function choose(condition: Expression, first: Expression, second: Expression): Expression {
  // biome-ignore lint/suspicious/noThenProperty: the word of the language
  return { kind: "if", test: condition, then: first, else: second };
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function like(of: Expression, pattern: LikePattern): Expression {
  return { kind: "like", of, pattern };
}

function call(name: string, argument: string): Expression {
  return { kind: "call", name, of: [text(argument)] };
}
