import { describe, expect, test } from "vitest";
import { readSchema, readSchemas } from "./schema.ts";

const ofText = (text: string) => readSchema({ name: "a.cedarschema", text });
const ofJson = (value: unknown) => readSchema({ name: "a.json", text: "", value });

function problemsOf(text: string): string[] {
  return ofText(text).problems.map(({ place, message }) => `${place.at}: ${message}`);
}

describe("a schema of the schema language", () => {
  test("becomes full names and expanded types, in the order of names", () => {
    const { schema, problems } = ofText(`
      // who and what
      namespace App {
        type Address = { street?: String, ip: ipaddr };
        @doc("a person") entity User, Admin in [Group] = { home: Address, "best friend"?: User } tags Set<Long>;
        entity Group in Org;
        entity Org;
        entity Color enum ["red", "blue", "red"];
        action "read" in all appliesTo { principal: [User, Admin], resource: Org, context: { at: datetime, } };
        action all;
      }`);
    expect(problems).toEqual([]);
    const address = [
      { name: "ip", required: true, type: { kind: "extension", name: "ipaddr" } },
      { name: "street", required: false, type: { kind: "string" } },
    ];
    const shared = {
      ancestors: ["App::Group", "App::Org"],
      attributes: {
        kind: "record",
        attributes: [
          { name: "best friend", required: false, type: { kind: "entity", type: "App::User" } },
          { name: "home", required: true, type: { kind: "record", attributes: address } },
        ],
      },
      tags: { kind: "set", of: { kind: "long" } },
      ids: null,
    };
    const none = { kind: "record", attributes: [] };
    const plain = { ancestors: [], attributes: none, tags: null, ids: null };
    expect(schema).toEqual({
      entities: [
        { name: "App::Admin", ...shared },
        { name: "App::Color", ...plain, ids: ["blue", "red"] },
        { name: "App::Group", ...plain, ancestors: ["App::Org"] },
        { name: "App::Org", ...plain },
        { name: "App::User", ...shared },
      ],
      actions: [
        { uid: { type: "App::Action", id: "all" }, parents: [], applies: null, context: none },
        {
          uid: { type: "App::Action", id: "read" },
          parents: [{ type: "App::Action", id: "all" }],
          applies: { principals: ["App::Admin", "App::User"], resources: ["App::Org"] },
          context: {
            kind: "record",
            attributes: [{ name: "at", required: true, type: { kind: "extension", name: "datetime" } }],
          },
        },
      ],
    });
  });

  test("reports every broken declaration at its place, and goes on behind it", () => {
    expect(problemsOf('entity A {x Long};\nentity if;\nentity "B";\naction a in [];\nentity C;')).toEqual([
      "12: expected `:` but found `Long`",
      "26: `if` is a reserved word",
      "37: expected a name but found `B`",
      "55: expected a name but found `]`",
    ]);
  });

  test.each([
    ["namespace N { entity A; };", "25: expected a declaration but found `;`"],
    ["entity A; entity A;", "17: the entity type `A` is declared twice"],
    ["entity A {x: Long, x: Long};", "19: the attribute `x` stands twice in its record"],
    ['@a("x") @a entity A;', "9: the annotation `a` stands twice"],
    ['entity A {"\\q": Long};', '10: bad escape in the string `"\\q"`'],
    ['entity A {"x: Long};', "10: a string without its closing quote"],
    ["entity A # B;", "9: unexpected character `#`"],
    ["entity Action;", "7: `Action` is the type of actions and cannot be declared as an entity type"],
    ["type Set = Long;", "5: `Set` is a word of the schema language and cannot name a common type"],
    ["namespace A::__cedar {}", "10: names with `__cedar` are reserved for Cedar itself"],
    ["type T = {a: U}; type U = Set<T>;", "5: the type `T` contains itself: `T` → `U` → `T`"],
    ["action a in b; action b in a;", '7: the action contains itself: `Action::"a"` in `Action::"b"` in `Action::"a"`'],
    ["namespace N { type A = Long; } entity A;", "19: the type `A` in `N` hides the one outside all namespaces"],
    ["namespace N { entity A {x: B}; }", "27: `N::B` or `B` is not declared as a common or entity type"],
    ["entity A; action a appliesTo {principal: A};", "29: an action that applies to no principal or to no resource"],
    [
      "entity A; action a appliesTo {principal: A, resource: A, context: Long};",
      "17: the context of an action must be a record",
    ],
  ])("%s is refused", (text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  test("a misspelt name is refused with the name that is meant", () => {
    expect(ofText("entity User; entity Doc {owner: Usr};").problems[0]?.help).toBe("did you mean `User`?");
  });

  test("a common type goes before an entity type, a declared entity type before what Cedar calls so itself", () => {
    const { schema } = ofText("entity A; type A = Long; entity Long; entity X {a: A, l: Long, c: __cedar::Long};");
    expect(schema?.entities.find(({ name }) => name === "X")?.attributes.attributes.map(({ type }) => type)).toEqual([
      { kind: "entity", type: "Long" },
      { kind: "long" },
      { kind: "entity", type: "Long" },
    ]);
  });
});

describe("a schema in JSON", () => {
  test("reports whatever is wrong by JSON Pointer", () => {
    const { schema, problems } = ofJson({
      "A b": { entityTypes: {}, actions: {} },
      N: {
        entityTypes: { A: { shap: 1 }, E: { enum: [] }, "x y": {} },
        actions: { a: { appliesTo: { principalTypes: ["A"] } }, b: { memberOf: [{ id: 1 }] } },
        commonTypes: {
          T: { type: "Long", element: {} },
          U: { type: "Record", attributes: { "a/b": { type: "Set" } } },
        },
      },
    });
    expect(schema).toBeNull();
    expect(problems.map(({ place }) => place.at)).toEqual([
      "/A b",
      "/N/commonTypes/T/element",
      "/N/commonTypes/U/attributes/a~1b",
      "/N/entityTypes/A/shap",
      "/N/entityTypes/E/enum",
      "/N/entityTypes/x y",
      "/N/actions/a/appliesTo",
      "/N/actions/b/memberOf/0/id",
    ]);
  });

  test("is read from text when the file is called so; text that is no JSON is one problem with its offset", () => {
    const text = '{"": {"entityTypes": {"A": {}}, "actions": {}}}';
    expect(readSchema({ name: "a.cedarschema.json", text }).schema?.entities.map(({ name }) => name)).toEqual(["A"]);
    expect(readSchema({ name: "a.json", text: '{"": {' }).problems.map(({ place }) => place.at)).toEqual([6]);
  });
});

describe("schemas of several files", () => {
  const user = { name: "user.cedarschema", text: "namespace N { entity User in Group; }" };
  const group = { name: "group.json", text: '{"N": {"entityTypes": {"Group": {}}, "actions": {}}}' };

  test("make one schema, and may refer to each other", () => {
    expect(readSchemas([user, group]).schema).toEqual(
      ofText("namespace N { entity User in Group; entity Group; }").schema,
    );
    expect(readSchemas([user]).schema).toBeNull();
  });

  test("must not declare the same thing twice", () => {
    const again = { ...user, name: "again.cedarschema" };
    const { schema, problems } = readSchemas([user, group, again]);
    expect(schema).toBeNull();
    expect(problems).toEqual([
      {
        place: { file: "again.cedarschema", at: 21 },
        message: "the entity type `User` is declared twice",
        help: "the first stands in user.cedarschema; remove one",
      },
    ]);
  });
});

describe("a hostile schema", () => {
  test("may use any string as the name of an attribute or an action", () => {
    const { schema } = ofText('entity A {"__proto__": {"constructor": Long}}; action "__proto__";');
    expect(schema?.entities[0]?.attributes.attributes[0]?.name).toBe("__proto__");
    expect(schema?.actions[0]?.uid.id).toBe("__proto__");
    const json = JSON.parse(
      '{"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"__proto__":{"type":"Long"}}}}},"actions":{}}}',
    );
    expect(ofJson(json).schema?.entities[0]?.attributes.attributes[0]?.name).toBe("__proto__");
  });

  test.each([
    ["deep sets", `entity A {x: ${"Set<".repeat(50_000)}Long${">".repeat(50_000)}};`],
    ["deep records", `entity A ${"{x: ".repeat(50_000)}Long${"}".repeat(50_000)};`],
    ["deep common types", chain(100, (i) => `type T${i} = Set<T${i + 1}>;`, "type T100 = Long;")],
    ["common types that double", chain(40, (i) => `type T${i} = {a: T${i + 1}, b: T${i + 1}};`, "type T40 = Long;")],
    [
      "a large type in many places",
      chain(12, (i) => `type T${i} = {a: T${i + 1}, b: T${i + 1}};`, "type T12 = Long;") +
        chain(300, (i) => `entity E${i} {x: T0};`, ""),
    ],
    ["a chain of entity types", chain(3000, (i) => `entity E${i} in E${i + 1};`, "entity E3000;")],
    ["a circle of common types", chain(20_000, (i) => `type T${i} = T${(i + 1) % 20_000};`, "")],
    ["nothing but marks", "{[<@:;".repeat(20_000)],
    ["names that are not declared", `entity A in [${Array.from({ length: 20_000 }, (_, i) => `B${i}`).join(",")}];`],
  ])("is refused in good time: %s", (_, text) => {
    const { schema, problems } = ofText(text);
    expect(schema).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(1000);
  });

  test("may be a long chain of names for one type", () => {
    expect(ofText(chain(20_000, (i) => `type T${i} = T${i + 1};`, "type T20000 = Long;")).problems).toEqual([]);
  });

  test("in JSON is refused when it nests too deep", () => {
    let type: unknown = { type: "Long" };
    for (let depth = 0; depth < 20_000; depth++) type = { type: "Set", element: type };
    const json = { "": { entityTypes: {}, actions: {}, commonTypes: { T: type } } };
    expect(ofJson(json).problems.map(({ message }) => message)).toEqual(["types nested deeper than 64 levels"]);
  });
});

function chain(length: number, link: (index: number) => string, end: string): string {
  return Array.from({ length }, (_, index) => link(index)).join(" ") + end;
}
