/** Types with every name replaced by what it stands for. */

import { quoted } from "../../kernel/json-error.ts";
import type { AttributeType, ValueType } from "../../kernel/schema.ts";
import { cycleText, sortGraph } from "./graph.ts";
import { helpFor, type Place, type Problem, report } from "./problem.ts";
import type { Definitions } from "./schema-definition.ts";
import { type CommonForm, MAX_TYPE_DEPTH, type NameForm, type TypeForm } from "./schema-form.ts";
import { possibleNames } from "./schema-name.ts";

/** A type with its measure: common types make small texts expand without bound. */
interface Measured {
  readonly type: ValueType;
  readonly depth: number;
  readonly size: number;
}

/** Where types are resolved: what there is, and the namespace that a name is written in. */
export interface Scope {
  readonly definitions: Definitions;
  readonly namespace: string;
  readonly problems: Problem[];
  /** The common types that are resolved already, by full name. */
  readonly commons: Map<string, Measured>;
  /** How many parts the types of the rest of the schema may have. */
  readonly budget: { left: number };
}

/** A type, its common types expanded, has at most this many parts. */
const MAX_TYPE_SIZE = 10_000;

/** And all those of entity types and actions together this many. */
const MAX_SCHEMA_SIZE = 1_000_000;

const LEAF = { depth: 1, size: 1 };

const CEDAR_TYPES: ReadonlyMap<string, Measured> = new Map([
  ["Long", { type: { kind: "long" }, ...LEAF }],
  ["String", { type: { kind: "string" }, ...LEAF }],
  ["Bool", { type: { kind: "bool" }, ...LEAF }],
  ...["decimal", "ipaddr", "datetime", "duration"].map((name): [string, Measured] => [
    name,
    { type: { kind: "extension", name }, ...LEAF },
  ]),
]);

const CEDAR_PREFIX = "__cedar::";

/** Opens a scope in which every common type is resolved; those on a cycle are reported. */
export function openScope(definitions: Definitions, problems: Problem[]): Scope {
  const scope: Scope = { definitions, namespace: "", problems, commons: new Map(), budget: { left: MAX_SCHEMA_SIZE } };
  const graph = new Map([...definitions.commons].map(([name, form]) => [name, commonsIn(form, scope)]));
  const { order, cycle } = sortGraph(graph);
  if (cycle.length > 0) reportCycle(cycle, scope);
  for (const name of order) {
    const form = definitions.commons.get(name)!;
    const measured = measure(form.type, within(scope, form.namespace), form.place);
    if (measured !== null) scope.commons.set(name, measured);
  }
  return scope;
}

/** The same scope for what is written in a namespace. */
export function within(scope: Scope, namespace: string): Scope {
  return { ...scope, namespace };
}

/** The type that a form stands for; null when that is reported. `place` is that of its declaration. */
export function resolveType(form: TypeForm, scope: Scope, place: Place): ValueType | null {
  const measured = measure(form, scope, place);
  if (measured === null) return null;
  scope.budget.left -= measured.size;
  if (scope.budget.left >= 0) return measured.type;
  const message = `the types of the schema have more than ${MAX_SCHEMA_SIZE} parts, their common types expanded`;
  report(scope.problems, { place, message, help: "make them smaller" });
  return null;
}

function reportCycle(cycle: readonly string[], { definitions, problems }: Scope): void {
  const message = `the type \`${cycle[0]!}\` contains itself: ${cycleText(cycle, " → ")}`;
  report(problems, {
    place: definitions.commons.get(cycle[0]!)!.place,
    message,
    help: "types are finite; break the circle",
  });
}

function commonsIn(form: CommonForm, scope: Scope): readonly string[] {
  const found: string[] = [];
  const inside = within(scope, form.namespace);
  const visit = (type: TypeForm): void => {
    if (type.kind === "set") visit(type.of);
    if (type.kind === "record") for (const attribute of type.attributes) visit(attribute.type);
    const meant = type.kind === "name" ? meaningOf(type, type.stands, inside) : null;
    if (meant?.kind === "common") found.push(meant.name);
  };
  visit(form.type);
  return found;
}

type Meaning = { readonly kind: "cedar" | "common" | "entity"; readonly name: string };

/** What a name means here: a common type before an entity type, the own namespace before none. */
function meaningOf({ name }: NameForm, stands: "entity" | "common" | "either", scope: Scope): Meaning | null {
  const { commons, entities, actionTypes } = scope.definitions;
  for (const possible of possibleNames(scope.namespace, name)) {
    if (stands !== "entity" && commons.has(possible)) return { kind: "common", name: possible };
    if (stands !== "common" && (entities.has(possible) || actionTypes.has(possible)))
      return { kind: "entity", name: possible };
    if (stands !== "entity" && isCedars(possible, scope)) return { kind: "cedar", name: possible };
  }
  return null;
}

/** `__cedar::Long` always, `Long` unless the schema declares an entity type of that name. */
function isCedars(name: string, { definitions }: Scope): boolean {
  if (name.startsWith(CEDAR_PREFIX)) return CEDAR_TYPES.has(name.slice(CEDAR_PREFIX.length));
  return CEDAR_TYPES.has(name) && !definitions.entities.has(name);
}

/** The full name of the entity type that a name means; null when that is reported. */
export function resolveEntity(form: NameForm, scope: Scope): string | null {
  const meant = meaningOf(form, "entity", scope);
  if (meant !== null) return meant.name;
  reportUnknown(form, "entity", scope);
  return null;
}

function measure(form: TypeForm, scope: Scope, place: Place): Measured | null {
  switch (form.kind) {
    case "long":
    case "string":
    case "bool":
      return { type: { kind: form.kind }, ...LEAF };
    case "extension":
      return { type: { kind: "extension", name: form.name }, ...LEAF };
    case "name":
      return measureName(form, form.stands, scope);
    case "set": {
      const of = measure(form.of, scope, place);
      return (
        of && bounded({ type: { kind: "set", of: of.type }, depth: of.depth + 1, size: of.size + 1 }, scope, place)
      );
    }
    case "record":
      return measureRecord(form, scope, place);
  }
}

function measureName(form: NameForm, stands: "entity" | "common" | "either", scope: Scope): Measured | null {
  const meant = meaningOf(form, stands, scope);
  switch (meant?.kind) {
    case "cedar":
      return CEDAR_TYPES.get(meant.name.replace(CEDAR_PREFIX, ""))!;
    case "entity":
      return { type: { kind: "entity", type: meant.name }, ...LEAF };
    case "common":
      return scope.commons.get(meant.name) ?? null;
    case undefined:
      reportUnknown(form, stands, scope);
      return null;
  }
}

function measureRecord(form: TypeForm & { readonly kind: "record" }, scope: Scope, place: Place): Measured | null {
  const attributes: AttributeType[] = [];
  let depth = 0;
  let size = 1;
  for (const { name, required, type } of [...form.attributes].sort(byName)) {
    const measured = measure(type, scope, place);
    if (measured === null) continue;
    attributes.push({ name, required, type: measured.type });
    depth = Math.max(depth, measured.depth);
    size += measured.size;
  }
  if (attributes.length < form.attributes.length) return null;
  return bounded({ type: { kind: "record", attributes }, depth: depth + 1, size }, scope, place);
}

/** Orders by code units, the same everywhere. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

function bounded(measured: Measured, { problems }: Scope, place: Place): Measured | null {
  const excess =
    measured.depth > MAX_TYPE_DEPTH
      ? `nests deeper than ${MAX_TYPE_DEPTH} levels`
      : measured.size > MAX_TYPE_SIZE && `has more than ${MAX_TYPE_SIZE} parts`;
  if (excess === false) return measured;
  report(problems, { place, message: `a type that ${excess}, its common types expanded`, help: "make it smaller" });
  return null;
}

const STANDS = { entity: "an entity type", common: "a common type", either: "a common or entity type" };

function reportUnknown(form: NameForm, stands: "entity" | "common" | "either", scope: Scope): void {
  const { definitions, problems } = scope;
  const known = [
    ...(stands === "common" ? [] : definitions.entities.keys()),
    ...(stands === "entity" ? [] : [...definitions.commons.keys(), ...CEDAR_TYPES.keys()]),
  ];
  const names = possibleNames(scope.namespace, form.name).map(quoted).join(" or ");
  const help = helpFor(form.name, known, `declare ${names} as ${STANDS[stands]}`);
  report(problems, { place: form.place, message: `${names} is not declared as ${STANDS[stands]}`, help });
}
