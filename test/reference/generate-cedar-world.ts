/** Random worlds for whole decisions: entities in a hierarchy, perhaps a schema, and requests about them. */

import { checkParseEntities, checkParseSchema } from "@cedar-policy/cedar-wasm/nodejs";
import type { Uid } from "../../src/kernel/expression.ts";
import type { Json } from "../../src/kernel/json.ts";
import type { Schema } from "../../src/kernel/schema.ts";
import { readEntities } from "../../src/policy/cedar/entities.ts";
import { readSchema } from "../../src/policy/cedar/schema.ts";
import { schemaTokens } from "./cedar-schema-text.ts";
import { type Choice, once, pick, several, shuffled } from "./choice.ts";
import { CONTEXTS, WORLD } from "./expression-alphabet.ts";
import { anyEntities, anyRequest, type Request } from "./generate-cedar-entity.ts";
import { anySchema } from "./generate-cedar-schema.ts";

export interface CedarWorld {
  readonly uids: readonly Uid[];
  readonly actions: readonly Uid[];
  readonly entities: readonly Json[];
  /** A text in the schema language, or the JSON form; null for none. */
  readonly schema: Json;
  readonly request: (choice: Choice) => Request;
}

export function cedarWorld(choice: Choice): CedarWorld {
  return (once(choice, 4) ? schemaWorld(choice) : null) ?? plainWorld(choice);
}

const UIDS: readonly Uid[] = [
  ...["a", "b", "", "nobody"].map((id) => ({ type: "User", id })),
  ...["g", "h", "i", "unknown"].map((id) => ({ type: "Group", id })),
  ...["g", "d"].map((id) => ({ type: "My::Group", id })),
];
const ACTIONS: readonly Uid[] = ["view", "read", "write", "all"].map((id) => ({ type: "Action", id }));

/** Names that mean something in Writ's own context, and nothing here. */
const ODD_CONTEXTS: readonly Json[] = [
  { tenant: "", session_id: 5, capabilities: [1], amount: -1, currency: "USD" },
  { tool_name: ["a"], capabilities: ["network"], args: ["rm -rf /"], server: {}, a: true },
];

export function plainWorld(choice: Choice): CedarWorld {
  const order = [...shuffled(choice, UIDS), ...shuffled(choice, ACTIONS)];
  const entities = order.flatMap((uid, place) =>
    once(choice, 5) ? [] : [entityOf(uid, order.slice(place + 1), choice)],
  );
  const request = (c: Choice): Request => ({
    principal: pick(c, UIDS),
    action: once(c, 12) ? pick(c, UIDS) : pick(c, ACTIONS),
    resource: once(c, 12) ? pick(c, ACTIONS) : pick(c, UIDS),
    context: pick(c, [...CONTEXTS, ...CONTEXTS, ...ODD_CONTEXTS]) as Request["context"],
  });
  return { uids: UIDS, actions: ACTIONS, entities, schema: null, request };
}

/** Parents of any type, but none of an entity before it, so that there is no cycle. */
function entityOf(uid: Uid, later: readonly Uid[], choice: Choice): Json {
  const above = uid.type === "Action" ? later.filter(({ type }) => type === "Action") : later;
  const parents = above.length === 0 ? [] : several(choice, [0, 2], () => pick(choice, above));
  const isAction = uid.type === "Action";
  const { attrs, tags } = isAction ? { attrs: {}, tags: {} } : pick(choice, WORLD);
  return { uid: { ...uid }, attrs, tags, parents: parents.map((parent) => ({ ...parent })) };
}

/** Null when the schema that was made, or what was made for it, is none: their agreement has tests of its own. */
function schemaWorld(choice: Choice): CedarWorld | null {
  const json = anySchema(choice);
  const { schema } = readSchema({ name: "s.json", text: "", value: json });
  if (schema === null || schema.actions.length === 0) return null;
  if (checkParseSchema(json as never).type === "failure") return null;
  const entities = anyEntities({ choice, schema }) as Json[];
  if (!areEntities(entities, { schema, json })) return null;
  const uids = schema.entities.flatMap(({ name, ids }) =>
    (ids ?? ["x", "parent0", "parent1"]).map((id) => ({ type: name, id })),
  );
  const request = (c: Choice): Request => anyRequest({ choice: c, schema }) as Request;
  return {
    uids,
    actions: schema.actions.map(({ uid }) => uid),
    entities,
    schema: once(choice, 2) ? schemaTokens(json).join(" ") : (json as Json),
    request,
  };
}

function areEntities(entities: readonly Json[], { schema, json }: { schema: Schema; json: unknown }): boolean {
  const ours = readEntities([{ name: "e.json", text: "", value: entities }], schema);
  const theirs = checkParseEntities({ entities, schema: json } as never);
  return ours.entities !== null && theirs.type === "success";
}
