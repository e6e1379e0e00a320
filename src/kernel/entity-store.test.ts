import { expect, test } from "vitest";
import { buildEntityStore, entityOf, overlay } from "./entity-store.ts";
import type { EntityRecord, Expression, Uid } from "./expression.ts";

const [ada, staff, all, file, folder] = ["ada", "staff", "all", "file", "folder"].map(uid) as [Uid, Uid, Uid, Uid, Uid];

const store = buildEntityStore([
  entity(ada, [staff], { age: long("36"), broken: { kind: "variable", name: "context" } }),
  entity(staff, [all], {}),
  entity(folder, [all], {}),
]);

test("an entity is in itself and in everything above it, also where that is not in the store", () => {
  expect(store.ancestors(ada)).toEqual([ada, staff, all]);
  expect([ada, staff, all, file].map((other) => store.isIn(ada, other))).toEqual([true, true, true, false]);
  expect(store.isIn(all, staff)).toBe(false);
});

test("an entity that is not in the store is in itself only and has no data", () => {
  expect(store.find(file)).toBeUndefined();
  expect(store.ancestors(file)).toEqual([file]);
  expect(store.isIn(file, uid("file"))).toBe(true);
});

test("the same id under another type is another entity", () => {
  expect(store.isIn({ type: "Other", id: "ada" }, staff)).toBe(false);
});

test("a hierarchy with a cycle has an end", () => {
  const cyclic = buildEntityStore([entity(ada, [staff], {}), entity(staff, [ada], {})]);
  expect(cyclic.ancestors(staff)).toEqual([staff, ada]);
});

test("attributes are evaluated once; one that needs a request cannot be read", () => {
  const members = store.find(ada)?.attributes.members;
  expect(members?.get("age")).toBe(36);
  expect(members?.get("broken")).toEqual({ kind: "fault", text: "expected a constant expression" });
});

test("what the store says of an attribute wins over what is asserted", () => {
  const layered = overlay(store, [entityOf(entity(ada, [], { age: long("99"), city: long("1") }))]);
  expect(layered.find(ada)?.attributes.members.get("age")).toBe(36);
  expect(layered.find(ada)?.attributes.members.get("city")).toBe(1);
  expect(layered.find(staff)).toBe(store.find(staff));
  expect(layered.ancestors(ada)).toEqual([ada, staff, all]);
});

test("asserted parents join those of the store, with all that is above them", () => {
  const layered = overlay(store, [entityOf(entity(file, [folder], {})), entityOf(entity(staff, [file], {}))]);
  expect(layered.find(file)).toBeDefined();
  expect(layered.isIn(file, all)).toBe(true);
  expect(layered.ancestors(ada)).toEqual([ada, staff, all, file, folder]);
  expect(store.isIn(ada, file)).toBe(false);
});

test("tags are layered as attributes are", () => {
  const below = buildEntityStore([{ ...entity(ada, [], {}), tags: [["a", long("1")]] }]);
  const above = entityOf({
    ...entity(ada, [], {}),
    tags: [
      ["a", long("2")],
      ["b", long("2")],
    ],
  });
  expect([...overlay(below, [above]).find(ada)!.tags.members].sort()).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
});

function uid(id: string): Uid {
  return { type: "Thing", id };
}

function long(value: string): Expression {
  return { kind: "long", value };
}

function entity(uid: Uid, parents: readonly Uid[], attributes: Readonly<Record<string, Expression>>): EntityRecord {
  return { uid, parents, attributes: Object.entries(attributes), tags: [] };
}
