/** Cedar's JSON form of policies and policy sets (its EST) → the same policies as from text. */

import { isAnnotationName } from "../../kernel/cedar-word.ts";
import type { Json } from "../../kernel/json.ts";
import { quoted } from "../../kernel/json-error.ts";
import { readExpression } from "./json-expression.ts";
import { readScope } from "./json-scope.ts";
import {
  type CedarJsonProblem,
  entriesOf,
  fields,
  has,
  inside,
  membersOf,
  nameAt,
  refuse,
  refuseKind,
  type Spot,
  spotOf,
  textAt,
} from "./json-shape.ts";
import { readUid } from "./json-value.ts";
import type { SlotValues, TemplateLink } from "./link.ts";
import { idOf } from "./parse-policy.ts";
import { slotsOf } from "./parse-scope.ts";
import type { CedarPolicy, Condition } from "./syntax.ts";

export type { CedarJsonProblem } from "./json-shape.ts";

/** Every policy of a set; of use only when there are no problems. */
export interface CedarJsonSet {
  readonly policies: readonly CedarPolicy[];
  readonly templates: readonly CedarPolicy[];
  readonly links: readonly TemplateLink[];
  readonly problems: readonly CedarJsonProblem[];
}

/**
 * Reads `{ staticPolicies, templates, templateLinks }`, or one policy object. Strict: unknown keys are problems. Policies
 * are objects here; those that a set holds as Cedar text are refused.
 */
export function readCedarJson(value: Json): CedarJsonSet {
  const problems: CedarJsonProblem[] = [];
  const spot = spotOf(value, problems);
  if (has(spot, "effect")) return { ...sorted([readPolicy(spot, 0)]), links: [], problems };
  fields(spot, ["staticPolicies"], ["templates", "templateLinks"]);
  const policies = readPolicies(inside(spot, "staticPolicies"), 0);
  const templates = has(spot, "templates") ? readPolicies(inside(spot, "templates"), policies.length) : [];
  refuseMisplaced(spot, policies, templates);
  return { policies, templates, links: readLinks(inside(spot, "templateLinks")), problems };
}

/** Reads a list of template links, as it stands in `templateLinks` or in a file of its own. */
export function readTemplateLinks(value: Json): Pick<CedarJsonSet, "links" | "problems"> {
  const problems: CedarJsonProblem[] = [];
  return { links: readLinks(spotOf(value, problems)), problems };
}

function sorted(all: readonly CedarPolicy[]): Pick<CedarJsonSet, "policies" | "templates"> {
  return { policies: all.filter((p) => p.slots.length === 0), templates: all.filter((p) => p.slots.length > 0) };
}

function readPolicies(spot: Spot, places: number): readonly CedarPolicy[] {
  if (Array.isArray(spot.value)) return membersOf(spot).map((policy, i) => readPolicy(policy, places + i));
  return entriesOf(spot).map(([id, policy], i) => ({ ...readPolicy(policy, places + i), id }));
}

function readPolicy(spot: Spot, place: number): CedarPolicy {
  fields(spot, ["effect", "principal", "action", "resource", "conditions"], ["annotations"]);
  const effect = inside(spot, "effect");
  if (effect.value !== "permit" && effect.value !== "forbid") refuseKind(effect, "`permit` or `forbid`");
  const scope = readScope(spot);
  const annotations = has(spot, "annotations") ? readAnnotations(inside(spot, "annotations")) : [];
  return {
    id: idOf(annotations),
    place,
    effect: effect.value === "permit" ? "permit" : "forbid",
    ...scope,
    conditions: membersOf(inside(spot, "conditions")).map(readCondition),
    annotations,
    slots: slotsOf(scope),
    from: 0,
    to: 0,
  };
}

function readAnnotations(spot: Spot): CedarPolicy["annotations"] {
  return entriesOf(spot).map(([name, value]) => {
    if (!isAnnotationName(name)) refuse(value, `${quoted(name)} is no name of an annotation`);
    return [name, value.value === null ? "" : textAt(value)];
  });
}

function readCondition(spot: Spot): Condition {
  fields(spot, ["kind", "body"]);
  const kind = nameAt(inside(spot, "kind"), "`when` or `unless`", (text) => text === "when" || text === "unless");
  return { kind: kind === "unless" ? "unless" : "when", of: readExpression(inside(spot, "body")), at: 0 };
}

function refuseMisplaced(spot: Spot, policies: readonly CedarPolicy[], templates: readonly CedarPolicy[]): void {
  for (const [key, list, isTemplate] of [
    ["staticPolicies", policies, false],
    ["templates", templates, true],
  ] as const) {
    for (const { id, place, slots } of list) {
      if (slots.length > 0 === isTemplate) continue;
      const name = id === null ? `number ${place}` : quoted(id);
      refuse(inside(spot, key), `policy ${name} ${isTemplate ? "has no slot" : "has slots"}`);
    }
  }
}

function readLinks(spot: Spot): readonly TemplateLink[] {
  return spot.value === null ? [] : membersOf(spot).map(readLink);
}

function readLink(spot: Spot): TemplateLink {
  fields(spot, ["templateId", "newId", "values"]);
  const values = inside(spot, "values");
  fields(values, [], ["?principal", "?resource"]);
  return {
    templateId: textAt(inside(spot, "templateId")),
    newId: textAt(inside(spot, "newId")),
    values: readValues(values),
  };
}

function readValues(spot: Spot): SlotValues {
  return {
    ...(has(spot, "?principal") ? { principal: readUid(inside(spot, "?principal")) } : {}),
    ...(has(spot, "?resource") ? { resource: readUid(inside(spot, "?resource")) } : {}),
  };
}
