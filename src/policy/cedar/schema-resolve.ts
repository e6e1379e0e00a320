/** Declarations → a schema: names in full, common types expanded, everything in one order. */

import type { Uid } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import type { ActionType, EntityType, RecordType, Schema } from "../../kernel/schema.ts";
import { uidText } from "../../kernel/schema-index.ts";
import { closureOf, cycleText, type Graph, MAX_CLOSURE, sortGraph } from "./graph.ts";
import { type Place, type Problem, report } from "./problem.ts";
import { actionUid, define } from "./schema-definition.ts";
import type { ActionForm, ActionNameForm, Declaration, EntityForm, NameForm, TypeForm } from "./schema-form.ts";
import { possibleNames } from "./schema-name.ts";
import { byName, openScope, resolveEntity, resolveType, type Scope, within } from "./schema-type.ts";

const NO_ATTRIBUTES: RecordType = { kind: "record", attributes: [] };

/** The schema of all declarations, or null: then everything that is wrong with them is reported. */
export function resolveSchema(declarations: readonly Declaration[], problems: Problem[]): Schema | null {
  const definitions = define(declarations, problems);
  const scope = openScope(definitions, problems);
  const parents = new Map([...definitions.entities].map(([name, form]) => [name, parentsOf(form, scope)]));
  const entities = [...definitions.entities].map(([name, form]) => resolveEntityType(name, form, scope));
  const actions = [...definitions.actions.values()].map((form) => resolveAction(form, scope));
  const actionParents = new Map(actions.map((action) => [uidText(action.uid), action.parents.map(uidText)]));
  checkActionCycle(actionParents, scope);
  const ancestors = closureOf(parents);
  if (ancestors === null || closureOf(actionParents) === null) reportSize(declarations, problems);
  if (problems.length > 0 || ancestors === null) return null;
  const closed = entities.map((type) => ({ ...type, ancestors: [...ancestors.get(type.name)!].sort() }));
  return { entities: closed.sort(byName), actions: actions.sort(byUid) };
}

function reportSize([first]: readonly Declaration[], problems: Problem[]): void {
  const message = `the hierarchies have more than ${MAX_CLOSURE} pairs of a member and its ancestor`;
  report(problems, { place: first!.place, message, help: "make them flatter" });
}

function parentsOf(form: EntityForm, scope: Scope): readonly string[] {
  return entityTypes(form.parents, within(scope, form.namespace));
}

/** Types that have entities of their own: not those of actions. */
function entityTypes(names: readonly NameForm[], scope: Scope): readonly string[] {
  const types = names.map((form) => {
    const type = resolveEntity(form, scope);
    if (type === null || scope.definitions.entities.has(type)) return type;
    report(scope.problems, {
      place: form.place,
      message: `${quoted(type)} is the type of actions`,
      help: ONLY_ENTITIES,
    });
    return null;
  });
  return [...new Set(types.filter((type) => type !== null))].sort();
}

const ONLY_ENTITIES = "name an entity type";

function resolveEntityType(name: string, form: EntityForm, scope: Scope): EntityType {
  const inside = within(scope, form.namespace);
  return {
    name,
    ancestors: [],
    attributes: recordType(form.shape, inside, { place: form.place, what: "the shape of an entity type" }),
    tags: form.tags && resolveType(form.tags, inside, form.place),
    ids: form.ids && [...new Set(form.ids)].sort(),
  };
}

interface Wanted {
  readonly place: Place;
  readonly what: string;
}

function recordType(form: TypeForm | null, scope: Scope, { place, what }: Wanted): RecordType {
  const type = form && resolveType(form, scope, place);
  if (type === null) return NO_ATTRIBUTES;
  if (type.kind === "record") return type;
  report(scope.problems, { place, message: `${what} must be a record`, help: "write a record, or the name of one" });
  return NO_ATTRIBUTES;
}

function resolveAction(form: ActionForm, scope: Scope): ActionType {
  const inside = within(scope, form.namespace);
  const principals = entityTypes(form.principals, inside);
  const resources = entityTypes(form.resources, inside);
  const context = recordType(form.context, inside, { place: form.place, what: "the context of an action" });
  const parents = new Map<string, Uid>();
  for (const parent of form.parents) {
    const uid = resolveParent(parent, inside);
    if (uid !== null) parents.set(uidText(uid), uid);
  }
  return {
    uid: actionUid(form),
    parents: [...parents.values()].sort(uidOrder),
    applies: principals.length === 0 || resources.length === 0 ? null : { principals, resources },
    context,
  };
}

function resolveParent({ type, id, place }: ActionNameForm, scope: Scope): Uid | null {
  const uids = possibleNames(scope.namespace, type).map((name) => ({ type: name, id }));
  const found = uids.find((uid) => scope.definitions.actions.has(uidText(uid)));
  if (found !== undefined) return found;
  const names = uids.map((uid) => quoted(uidText(uid))).join(" or ");
  report(scope.problems, { place, message: `${names} is not declared as an action`, help: "declare the action" });
  return null;
}

function checkActionCycle(parents: Graph, { definitions, problems }: Scope): void {
  const { cycle } = sortGraph(parents);
  const first = cycle[0];
  if (first === undefined) return;
  const message = `the action contains itself: ${cycleText(cycle, " in ")}`;
  report(problems, { place: definitions.actions.get(first)!.place, message, help: "break the circle" });
}

function byUid(a: ActionType, b: ActionType): number {
  return uidOrder(a.uid, b.uid);
}

function uidOrder(a: Uid, b: Uid): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
