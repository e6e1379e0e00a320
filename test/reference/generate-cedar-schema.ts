/** Random Cedar schemas in the JSON format, most of them valid, and the same in the schema language. */

import { type Choice, once, pick, several } from "./choice.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What a namespace declares; names differ between namespaces, for none may hide another. */
const NAMESPACES: Readonly<Record<string, { entities: string[]; commons: string[]; actions: string[] }>> = {
  "": { entities: ["User", "Group", "type", "Long"], commons: ["Money", "decimal"], actions: ["view", "edit it"] },
  N: { entities: ["Doc", "Folder", "Set"], commons: ["Meta", "Doc"], actions: ["read", "", "all"] },
  "M::K": { entities: ["Tenant", "entity"], commons: ["Plan"], actions: ["pay"] },
};

const BUILT_IN = ["Long", "String", "Bool", "decimal", "ipaddr", "datetime", "duration", "__cedar::Long"];
const LABELS = ["a", "b", "in use", "__proto__", "type", "é\n", "1"];

interface World {
  readonly choice: Choice;
  readonly namespace: string;
  readonly entities: readonly string[];
  readonly commons: readonly string[];
  readonly actions: readonly (readonly [namespace: string, id: string])[];
}

/** A schema in the JSON format, its types named so that the schema language can say the same. */
export function anySchema(choice: Choice): JsonObject {
  const spaces = Object.keys(NAMESPACES).filter(() => !once(choice, 3));
  const declared = spaces.map((space) => [space, subset(choice, space)] as const);
  const names = (kind: "entities" | "commons") =>
    declared.flatMap(([space, has]) => has[kind].map((n) => full(space, n)));
  const actions = declared.flatMap(([space, has]) => has.actions.map((id) => [space, id] as const));
  const world = { choice, entities: names("entities"), commons: names("commons"), actions };
  return object(declared.map(([space, has]) => [space, namespaceOf(has, { ...world, namespace: space })]));
}

function subset(choice: Choice, space: string) {
  const { entities, commons, actions } = NAMESPACES[space]!;
  const some = (names: string[], least: number) => names.filter((_, index) => index < least || !once(choice, 2));
  return { entities: some(entities, 1), commons: some(commons, 0), actions: some(actions, 1) };
}

function full(space: string, name: string): string {
  return space === "" ? name : `${space}::${name}`;
}

/** An object with any keys, `__proto__` too. */
export function object(members: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(members);
}

function namespaceOf(has: ReturnType<typeof subset>, world: World): Json {
  return {
    commonTypes: object(has.commons.map((name) => [name, commonOf(name, world)])),
    entityTypes: object(has.entities.map((name) => [name, entityOf(world)])),
    actions: object(has.actions.map((id) => [id, actionOf(id, world)])),
  };
}

/** Common types mostly refer to later ones, so that few are on a cycle. */
function commonOf(name: string, world: World): Json {
  const later = world.commons.slice(world.commons.indexOf(full(world.namespace, name)) + 1);
  return anyType(once(world.choice, 30) ? world : { ...world, commons: later }, 2);
}

function entityOf(world: World): Json {
  const { choice } = world;
  if (once(choice, 5)) return { enum: several(choice, [1, 3], () => pick(choice, ["a", "b", "c\t"])) };
  return {
    memberOfTypes: several(choice, [0, 2], () => reference(world.entities, world)),
    shape: anyRecord(world, 3),
    ...(once(choice, 3) ? { tags: anyType(world, 2) } : {}),
  };
}

function actionOf(id: string, world: World): Json {
  const { choice, actions } = world;
  const own = actions.findIndex(([space, name]) => space === world.namespace && name === id);
  const groups = once(choice, 30) ? actions : actions.slice(own + 1);
  const memberOf = several(choice, [0, groups.length && 2], () => actionName(pick(choice, groups), world));
  const types = () => several(choice, [1, 2], () => reference(world.entities, world));
  if (once(choice, 4)) return { memberOf };
  const context =
    once(choice, 6) && world.commons.length > 0 ? { type: reference(world.commons, world) } : anyRecord(world, 2);
  return { memberOf, appliesTo: { principalTypes: types(), resourceTypes: types(), context } };
}

function actionName([space, id]: readonly [string, string], { choice, namespace }: World): Json {
  const isNear = space === namespace || space === "";
  return isNear && once(choice, 2) ? { id } : { id, type: full(space, "Action") };
}

/** A name, short where that may do; now and then one that is not declared. */
function reference(names: readonly string[], { choice, namespace }: World): string {
  if (names.length === 0 || once(choice, 80)) return "Nope";
  const name = pick(choice, names);
  return name.startsWith(`${namespace}::`) && !once(choice, 3) ? name.slice(namespace.length + 2) : name;
}

function anyRecord(world: World, depth: number): Json {
  const attributes = several(world.choice, [0, 3], (choice): [string, Json] => {
    const type = anyType(world, depth - 1) as JsonObject;
    return [pick(choice, LABELS), once(choice, 3) ? { ...type, required: false } : type];
  });
  return { type: "Record", attributes: object(attributes) };
}

function anyType(world: World, depth: number): Json {
  const { choice } = world;
  switch (choice(depth <= 0 ? 3 : 6)) {
    case 0:
      return { type: "EntityOrCommon", name: reference(world.entities, world) };
    case 1:
      return { type: "EntityOrCommon", name: reference([...world.commons, ...BUILT_IN], world) };
    case 3:
      return anyRecord(world, depth - 1);
    case 4:
      return { type: "Set", element: anyType(world, depth - 1) };
    default:
      return { type: "EntityOrCommon", name: pick(choice, BUILT_IN) };
  }
}
