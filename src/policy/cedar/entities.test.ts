import { describe, expect, test } from "vitest";
import type { Schema } from "../../kernel/schema.ts";
import { readEntities } from "./entities.ts";
import { readSchema } from "./schema.ts";

const SCHEMA = schemaOf(`
  entity User in [Group] = { level?: Long, limit?: decimal, boss?: User, color?: Color, seen?: Set<datetime> } tags Long;
  entity Group in [Group] { name: String };
  entity Color enum ["red"];
  action read in all;
  action all in any;
  action any;`);

function schemaOf(text: string): Schema {
  return readSchema({ name: "a.cedarschema", text }).schema!;
}

function read(value: unknown, schema: Schema | null = null) {
  return readEntities([{ name: "e.json", text: "", value }], schema);
}

function problemsOf(value: unknown, schema: Schema | null = null): string[] {
  return read(value, schema).problems.map(({ place, message }) => `${place.at}: ${message}`);
}

const user = (attrs: unknown, more: object = {}) => ({ uid: { type: "User", id: "u" }, attrs, parents: [], ...more });
const call = (name: string, value: string) => ({ kind: "call", name, of: [{ kind: "string", value }] });

describe("entities without a schema", () => {
  test("are plain values and escapes, in the order of names", () => {
    const text = `[{
      "uid": {"__entity": {"type": "N::User", "id": "u"}},
      "attrs": {"n": 9223372036854775807, "__proto__": [true], "ip": {"__extn": {"fn": "ip", "arg": "::1"}}},
      "parents": [{"type": "G", "id": "2"}, {"type": "G", "id": "1"}, {"type": "G", "id": "1"}],
      "tags": {"t": {"__entity": {"type": "A", "id": ""}}}
    }]`;
    expect(readEntities([{ name: "e.json", text }], null)).toEqual({
      problems: [],
      entities: [
        {
          uid: { type: "N::User", id: "u" },
          parents: [
            { type: "G", id: "1" },
            { type: "G", id: "2" },
          ],
          attributes: [
            ["__proto__", { kind: "set", of: [{ kind: "bool", value: true }] }],
            ["ip", call("ip", "::1")],
            ["n", { kind: "long", value: "9223372036854775807" }],
          ],
          tags: [["t", { kind: "entity", type: "A", id: "" }]],
        },
      ],
    });
  });

  test("report everything that is wrong by JSON Pointer", () => {
    expect(
      problemsOf([
        { uid: { type: "if", id: "" }, attrs: {}, parents: [] },
        user({ a: null, b: 1.5, c: { d: [{ __extn: { fn: "ip", arg: "1.2.3" } }] } }, { parents: [1], tag: {} }),
        { uid: { type: "A", id: "a" }, attrs: {} },
      ]),
    ).toEqual([
      "/0/uid: `if` is not the name of an entity type",
      "/1/tag: unknown field `tag`",
      "/1/attrs/a: null is no value in Cedar",
      "/1/attrs/b: `1.5` is no integer",
      "/1/attrs/c/d/0/__extn: `ip` does not take `1.2.3`; write it like `10.0.0.0/8`",
      "/1/parents/0: expected an entity: an object with `type` and `id`, both strings, and nothing else, but found `1`",
      "/2: the field `parents` is missing",
    ]);
  });

  test.each([
    ["an unknown call", { __extn: { fn: "unknown", arg: "x" } }],
    ["a call that computes", { __extn: { fn: "toDays", arg: { __extn: { fn: "duration", arg: "1d" } } } }],
    ["an escape beside other members", { __entity: { type: "A", id: "a" }, x: 1 }],
    ["an entity with more than a name", { __entity: { type: "A", id: "a", x: 1 } }],
    ["an escape that is none", { __extn: "decimal" }],
    ["an old escape", { __expr: "1" }],
    ["half a surrogate pair", "\ud800"],
    ["an integer beyond 64 bits", 9223372036854775808n],
    ["a number that was rounded", 2 ** 60],
  ])("%s is refused", (_, value) => {
    expect(read([user({ value })]).entities).toBeNull();
  });

  test("an instant as Cedar writes it is a call of `offset`", () => {
    const args = [{ __extn: { fn: "datetime", arg: "1970-01-01" } }, { __extn: { fn: "duration", arg: "5ms" } }];
    const value = { kind: "call", name: "offset", of: [call("datetime", "1970-01-01"), call("duration", "5ms")] };
    expect(read([user({ at: { __extn: { fn: "offset", args } } })]).entities?.[0]?.attributes).toEqual([["at", value]]);
  });

  test("may stand twice if they say the same, in one file or in two", () => {
    const twice = [user({ s: [1, 2] }), user({ s: [2, 1, 1] })];
    expect(read(twice).entities?.length).toBe(1);
    const sources = [user({ a: 1 }), user({ a: 2 })].map((each, index) => ({
      name: `${index}.json`,
      text: "",
      value: [each],
    }));
    expect(readEntities(sources, null).problems).toEqual([
      {
        place: { file: "1.json", at: "/0" },
        message: 'the entity `User::"u"` stands twice, with different contents',
        help: "the first stands in 0.json; make one of both",
      },
    ]);
  });

  test("must not be their own ancestors", () => {
    const member = (id: string, parent: string) => ({
      uid: { type: "G", id },
      attrs: {},
      parents: [{ type: "G", id: parent }],
    });
    expect(problemsOf([member("1", "2"), member("2", "1")])).toEqual([
      '/0: the entity is its own ancestor: `G::"1"` in `G::"2"` in `G::"1"`',
    ]);
    const long = Array.from({ length: 20_000 }, (_, index) => member(`${index}`, `${index + 1}`));
    expect(read(long).problems).toEqual([]);
  });

  test("actions have actions as parents only", () => {
    const action = { uid: { type: "Action", id: "a" }, attrs: {}, parents: [{ type: "User", id: "u" }] };
    expect(problemsOf([action])).toEqual(["/0/parents/0: an entity of type `User` cannot be a parent here"]);
  });
});

describe("entities with a schema", () => {
  test("need not write out what their types say; the actions come from the schema", () => {
    const attrs = {
      limit: "1.50",
      boss: { type: "User", id: "b" },
      color: { type: "Color", id: "red" },
      seen: ["2026-11-20"],
    };
    const { entities, problems } = read([user(attrs, { tags: { t: 1 } })], SCHEMA);
    expect(problems).toEqual([]);
    expect(entities).toEqual([
      {
        uid: { type: "User", id: "u" },
        parents: [],
        attributes: [
          ["boss", { kind: "entity", type: "User", id: "b" }],
          ["color", { kind: "entity", type: "Color", id: "red" }],
          ["limit", call("decimal", "1.50")],
          ["seen", { kind: "set", of: [call("datetime", "2026-11-20")] }],
        ],
        tags: [["t", { kind: "long", value: "1" }]],
      },
      ...[
        ["all", "any"],
        ["any", null],
        ["read", "all"],
      ].map(([id, parent]) => ({
        uid: { type: "Action", id },
        parents: parent === null ? [] : [{ type: "Action", id: parent }],
        attributes: [],
        tags: [],
      })),
    ]);
  });

  test("must conform to it", () => {
    const entity = (type: string, id: string, attrs: unknown, parents: unknown[] = []) => ({
      uid: { type, id },
      attrs,
      parents,
    });
    expect(
      problemsOf(
        [
          entity("Usr", "x", {}),
          entity("Group", "g", {}, [{ type: "User", id: "u" }]),
          entity("User", "u", {
            level: "1",
            limit: "1",
            boss: { type: "Group", id: "g" },
            color: { type: "Color", id: "x" },
            z: 1,
          }),
          entity("Color", "blue", {}),
          { ...entity("Group", "h", { name: "" }), tags: { t: 1 } },
        ],
        SCHEMA,
      ),
    ).toEqual([
      "/0/uid: the entity type `Usr` is not declared",
      "/1/attrs: the attribute `name` is missing",
      "/1/parents/0: an entity of type `User` cannot be a parent here",
      "/2/attrs/level: expected an integer but found the string `1`",
      "/2/attrs/limit: `decimal` does not take `1`; write it like `12.5`",
      "/2/attrs/boss: expected an entity of type `User` but found one of type `Group`",
      "/2/attrs/color: `x` is none of the ids of the enumerated type `Color`",
      "/2/attrs/z: the schema declares no such value",
      "/3/uid: `blue` is none of the ids of the enumerated type `Color`",
      "/4/tags/t: the schema declares no such value",
    ]);
  });

  test("may state an action with all its ancestors, and no other", () => {
    const action = (id: string, parents: string[]) => ({
      uid: { type: "Action", id },
      attrs: {},
      parents: parents.map((parent) => ({ type: "Action", id: parent })),
    });
    expect(problemsOf([action("read", ["all", "any"])], SCHEMA)).toEqual([]);
    expect(problemsOf([action("read", ["all"]), action("all", ["any"])], SCHEMA)).toEqual([]);
    expect(problemsOf([action("read", ["all"])], SCHEMA)).toEqual([
      '/0: the action `Action::"read"` has other ancestors here than in the schema',
    ]);
    expect(problemsOf([action("write", [])], SCHEMA)).toEqual(['/0/uid: the action `Action::"write"` is not declared']);
  });
});
