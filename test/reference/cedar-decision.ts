/** Whole decisions of ours beside those of Cedar's own engine. */

import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { decide, loadPolicies, type PolicyFile, type Snapshot } from "../../src/index.ts";
import { printText } from "./cedar-print.ts";
import type { Request } from "./generate-cedar-entity.ts";
import type { CedarSet } from "./generate-cedar-set.ts";
import type { CedarWorld } from "./generate-cedar-world.ts";

/** What both say of a request; null where it does not fit the schema. */
export type Said = {
  readonly decision: string;
  readonly reason: readonly string[];
  readonly errors: readonly string[];
} | null;

export interface Judges {
  readonly ours: (request: Request) => Said;
  readonly theirs: (request: Request) => Said;
}

/** Both engines with the set and the world loaded, so that they can be asked of several requests. */
export function judgesOf(set: CedarSet, world: CedarWorld): Judges {
  return { ours: oursOf(set, world, "skip"), theirs: theirsOf(set, world) };
}

/** Our answers; `errors` is what becomes of a forbid that fails. */
export function oursOf(set: CedarSet, world: CedarWorld, errors: "deny" | "skip"): Judges["ours"] {
  const snapshot = loaded(set, world, errors);
  return (request) => {
    const answer = decide({ kind: "access", ...request }, snapshot);
    if (answer.deny_code === "request.invalid") return null;
    const failed = answer.errors.map(({ rule }) => rule);
    return { decision: answer.decision, reason: [...answer.matched_rules].sort(), errors: failed.sort() };
  };
}

function loaded(set: CedarSet, { entities, schema }: CedarWorld, errors: "deny" | "skip"): Snapshot {
  const { policies, templates, links, numbered } = set;
  const withId = ({ id, text }: { id: string; text: string }): string =>
    numbered ? text : `@id(${printText(id)})\n${text}`;
  const files = [
    { name: "p.cedar", text: [...policies, ...templates].map(withId).join("\n") },
    { name: "e.entities.json", text: JSON.stringify(entities) },
    { name: "p.links.json", text: JSON.stringify(links) },
    ...(schema === null ? [] : [schemaFile(schema)]),
  ];
  return loadPolicies(files, { settings: { cedar_errors: errors } });
}

function schemaFile(schema: CedarWorld["schema"]): PolicyFile {
  if (typeof schema === "string") return { name: "s.cedarschema", text: schema };
  return { name: "s.cedarschema.json", text: JSON.stringify(schema) };
}

function theirsOf(
  { policies, templates, links, numbered }: CedarSet,
  { entities, schema }: CedarWorld,
): Judges["theirs"] {
  const byId = (all: CedarSet["policies"]) => Object.fromEntries(all.map(({ id, text }) => [id, text]));
  const staticPolicies = numbered ? policies.map(({ text }) => text).join("\n") : byId(policies);
  must(preparsePolicySet("set", { staticPolicies, templates: byId(templates), templateLinks: [...links] as never }));
  if (schema !== null) must(preparseSchema("schema", schema as never));
  const given = { preparsedPolicySetId: "set", entities, ...(schema !== null && { preparsedSchemaName: "schema" }) };
  return (request) => {
    const answer = statefulIsAuthorized({ ...given, ...request, validateRequest: schema !== null } as never);
    if (answer.type === "failure") return null;
    const { decision, diagnostics } = answer.response;
    const errors = diagnostics.errors.map(({ policyId }) => policyId);
    return { decision, reason: [...diagnostics.reason].sort(), errors: errors.sort() };
  };
}

function must(answer: { readonly type: string; readonly errors?: readonly { readonly message: string }[] }): void {
  if (answer.type !== "success") throw new Error(answer.errors?.map(({ message }) => message).join("\n"));
}
