/** One entity: `{ uid, attrs, parents, tags? }`. */

import type { EntityRecord, Expression, Uid } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import { plainValue, uidValue } from "../../kernel/plain-value.ts";
import type { Schema } from "../../kernel/schema.ts";
import { indexOf, uidFault, uidText, valueFault } from "../../kernel/schema-index.ts";
import { typedValue } from "../../kernel/typed-value.ts";
import { type Allowed, type EntityShape, shapeOf } from "./entity-shape.ts";
import { complainAt, type Fields, fieldsOf, type JsonReading, listOf, membersOf, type ReadJson } from "./json-field.ts";
import { helpFor, type Place } from "./problem.ts";

export interface PlacedEntity {
  readonly record: EntityRecord;
  readonly place: Place;
}

export interface EntityReading extends JsonReading {
  readonly schema: Schema | null;
}

type Members = readonly (readonly [name: string, value: Expression])[];

/** An entity, checked against the schema if there is one; undefined when it has no name or no declared type. */
export function readEntity(value: unknown, pointer: string, reading: EntityReading): PlacedEntity | undefined {
  const fields = fieldsOf(value, pointer, { ...reading, known: ["uid", "attrs", "parents", "tags"] });
  const uid = fields?.required("uid", (json, at) => readUid(json, at, reading));
  if (fields === undefined || uid === undefined) return;
  const shape = shapeOf(uid, reading.schema);
  if (shape === null) return undeclaredType(uid, `${pointer}/uid`, reading);
  return { record: { uid, ...readContents(fields, shape, reading) }, place: { file: reading.file, at: pointer } };
}

function undeclaredType({ type }: Uid, pointer: string, reading: EntityReading): undefined {
  const help = helpFor(type, reading.schema?.entities.map(({ name }) => name) ?? [], "declare it in the schema");
  return complainAt(reading, pointer, { message: `the entity type ${quoted(type)} is not declared`, help });
}

function readContents(fields: Fields, shape: EntityShape, reading: EntityReading): Omit<EntityRecord, "uid"> {
  return {
    attributes: fields.required("attrs", readAttributes(shape, reading)) ?? [],
    parents: fields.required("parents", readParents(shape, reading)) ?? [],
    tags: fields.optional("tags", membersWith(shape.tag, reading)) ?? [],
  };
}

function readUid(value: unknown, pointer: string, reading: EntityReading): Uid | undefined {
  const read = uidValue(value, pointer);
  if ("problem" in read) return complainAt(reading, read.pointer, { message: read.problem, help: null });
  const fault = reading.schema && uidFault(read.uid, indexOf(reading.schema));
  return fault === null ? read.uid : complainAt(reading, pointer, { message: fault, help: null });
}

function readAttributes(shape: EntityShape, reading: EntityReading): ReadJson<Members> {
  return (value, pointer) => {
    const members = membersWith(shape.attribute, reading)(value, pointer, reading);
    for (const name of members === undefined ? [] : shape.required) {
      if (!Object.hasOwn(value as object, name))
        complainAt(reading, pointer, { message: `the attribute ${quoted(name)} is missing`, help: null });
    }
    return members;
  };
}

/** Members in the order of their names. */
function membersWith(allowed: (name: string) => Allowed, reading: EntityReading): ReadJson<Members> {
  const read = membersOf((name, member, pointer) => {
    const value = readMember(member, { pointer, type: allowed(name) }, reading);
    return value && ([name, value] as const);
  });
  return (value, pointer) => read(value, pointer, reading)?.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

interface Expected {
  readonly pointer: string;
  readonly type: Allowed;
}

function readMember(json: unknown, { pointer, type }: Expected, reading: EntityReading): Expression | undefined {
  if (type === null)
    return complainAt(reading, pointer, {
      message: "the schema declares no such value",
      help: "remove it, or declare it",
    });
  const read = type === "any" ? plainValue(json, pointer) : typedValue(json, type, pointer);
  if ("problem" in read) return complainAt(reading, read.pointer, { message: read.problem, help: null });
  const fault = reading.schema && valueFault(read.value, indexOf(reading.schema));
  return fault === null ? read.value : complainAt(reading, pointer, { message: fault, help: null });
}

/** In one order, each once. */
function readParents(shape: EntityShape, reading: EntityReading): ReadJson<readonly Uid[]> {
  const read = listOf((json, pointer) => {
    const uid = readUid(json, pointer, reading);
    if (uid === undefined || shape.isParent(uid.type)) return uid;
    const message = `an entity of type ${quoted(uid.type)} cannot be a parent here`;
    return complainAt(reading, pointer, { message, help: "allow it in the schema with `in`, or remove it" });
  });
  return (value, pointer) => {
    const parents = new Map((read(value, pointer, reading) ?? []).map((uid) => [uidText(uid), uid]));
    return [...parents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, uid]) => uid);
  };
}
