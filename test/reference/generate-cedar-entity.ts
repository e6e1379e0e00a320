/** Random entities and requests that conform to a schema. */

import type { Schema, ValueType } from "../../src/kernel/schema.ts";
import { type Choice, once, pick, several } from "./choice.ts";
import { type Json, type JsonObject, object } from "./generate-cedar-schema.ts";

interface World {
  readonly choice: Choice;
  readonly schema: Schema;
}

/** Entities whose parents are never among those before them, so that no cycle arises. */
export function anyEntities(world: World): Json[] {
  const { choice, schema } = world;
  const types = schema.entities.flatMap((type) => (once(choice, 3) ? [] : [type]));
  const count = schema.entities.length;
  return types.map((type) => ({
    uid: escapeOrNot(choice, { type: type.name, id: idOf(type.name, world) }),
    attrs: valueOfType(type.attributes, world),
    parents: several(choice, [0, type.ancestors.length && 2], () => {
      const parent = pick(choice, type.ancestors);
      return { type: parent, id: idOf(parent, world, `parent${choice(count)}`) };
    }),
    ...(type.tags !== null && once(choice, 2) ? { tags: { t: valueOfType(type.tags, world) } } : {}),
  }));
}

export interface Request {
  readonly principal: { readonly type: string; readonly id: string };
  readonly action: { readonly type: string; readonly id: string };
  readonly resource: { readonly type: string; readonly id: string };
  readonly context: Json;
}

/** A request that the schema describes, unless the action applies to nothing. */
export function anyRequest(world: World): Request | null {
  const { choice, schema } = world;
  if (schema.actions.length === 0) return null;
  const { uid, applies, context } = pick(choice, schema.actions);
  const some = (types: readonly string[] | undefined) => {
    const known = schema.entities.map(({ name }) => name);
    const type = pick(choice, types === undefined || once(choice, 12) ? ["Nope", ...known] : types);
    return { type, id: idOf(type, world) };
  };
  return {
    principal: some(applies?.principals),
    action: uid,
    resource: some(applies?.resources),
    context: valueOfType(context, world),
  };
}

function idOf(type: string, { choice, schema }: World, other = "x"): string {
  const ids = schema.entities.find(({ name }) => name === type)?.ids ?? null;
  if (ids !== null) return once(choice, 20) ? "z" : pick(choice, ids);
  const actions = schema.actions.filter(({ uid }) => uid.type === type);
  return actions.length > 0 ? pick(choice, actions).uid.id : other;
}

function escapeOrNot(choice: Choice, uid: JsonObject): Json {
  return once(choice, 2) ? uid : { __entity: uid };
}

const TEXTS: Readonly<Record<string, readonly [maker: string, texts: readonly string[]]>> = {
  decimal: ["decimal", ["1.0", "-0.5", "922337203685477.5807", "-922337203685477.5808", "007.1000"]],
  ipaddr: ["ip", ["10.0.0.1", "10.0.0.0/8", "::", "1:2:3:4:5:6:7:8/128", "fe80::1"]],
  datetime: ["datetime", ["2026-11-20", "2024-02-29T23:59:59.999-2359", "0000-01-01T00:00:00Z"]],
  duration: ["duration", ["1d2h3m4s5ms", "-1ms", "0h", "106751991167d"]],
};

const BAD_TEXTS = ["", "1", "1.00000", "922337203685477.5808", "1.2.3.4/33", "::1.2.3.4", "2023-02-29", "1h1d", "-d"];

function valueOfType(type: ValueType, world: World): Json {
  const { choice } = world;
  switch (type.kind) {
    case "long":
      return pick(choice, [0, -1, 9007199254740991]);
    case "string":
      return pick(choice, ["", "é", "1.0"]);
    case "bool":
      return once(choice, 2);
    case "entity":
      return escapeOrNot(choice, { type: type.type, id: idOf(type.type, world) });
    case "set":
      return several(choice, [0, 2], () => valueOfType(type.of, world));
    case "record":
      return object(
        type.attributes
          .filter(({ required }) => required || once(choice, 2))
          .map((attribute) => [attribute.name, valueOfType(attribute.type, world)]),
      );
    case "extension":
      return extensionValue(choice, type.name);
  }
}

function extensionValue(choice: Choice, name: string): Json {
  const [fn, texts] = TEXTS[name]!;
  const arg = once(choice, 25) ? pick(choice, BAD_TEXTS) : pick(choice, texts);
  if (name === "datetime" && once(choice, 6))
    return { __extn: { fn: "offset", args: [call(fn, arg), call("duration", "1h")] } };
  return pick(choice, [arg, { fn, arg }, call(fn, arg), { __extn: { fn, args: [arg] } }]);
}

function call(fn: string, arg: string): Json {
  return { __extn: { fn, arg } };
}
