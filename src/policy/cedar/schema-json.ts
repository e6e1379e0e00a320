/** The JSON schema format of Cedar: namespaces with common types, entity types and actions. */

import { isName, isPlainIdentifier } from "../../kernel/entity-name.ts";
import { quoted } from "../../kernel/json-error.ts";
import {
  complainAt,
  type Fields,
  fieldsOf,
  type JsonReading,
  listOf,
  membersOf,
  type ReadJson,
  readText,
} from "./json-field.ts";
import type { Problem } from "./problem.ts";
import { readAction } from "./schema-action-json.ts";
import type { CommonForm, Declaration, EntityForm } from "./schema-form.ts";
import { commonNameFault, entityNameFault, nameFault } from "./schema-name.ts";
import { readAnnotations, readCommonType, readName, readType } from "./schema-type-json.ts";

/** Everything that the document declares, and everything that is wrong with it; names are not resolved. */
export function parseSchemaJson(
  file: string,
  value: unknown,
): { readonly declarations: readonly Declaration[]; readonly problems: readonly Problem[] } {
  const reading: JsonReading = { file, problems: [] };
  const read = membersOf((name, body, pointer) => readNamespace({ name, body, pointer }, reading));
  return { declarations: (read(value, "", reading) ?? []).flat(), problems: reading.problems };
}

interface Member {
  readonly name: string;
  readonly body: unknown;
  readonly pointer: string;
}

const NAMESPACE = ["commonTypes", "entityTypes", "actions", "annotations"];

function readNamespace({ name: namespace, body, pointer }: Member, reading: JsonReading): readonly Declaration[] {
  checkNamespace(namespace, pointer, reading);
  const fields = fieldsOf(body, pointer, { ...reading, known: NAMESPACE });
  if (fields === undefined) return [];
  checkAnnotations(fields, { namespace, pointer, reading });
  return [
    ...(fields.optional("commonTypes", declarations(namespace, readCommon)) ?? []),
    ...(fields.required("entityTypes", declarations(namespace, readEntity)) ?? []),
    ...(fields.required("actions", declarations(namespace, readAction)) ?? []),
  ];
}

function checkNamespace(namespace: string, pointer: string, reading: JsonReading): void {
  if (namespace === "") return;
  const fault = isName(namespace) ? nameFault(namespace) : `${quoted(namespace)} is not a name`;
  if (fault !== null) complainAt(reading, pointer, { message: fault, help: "choose another name for the namespace" });
}

interface Annotated {
  readonly namespace: string;
  readonly pointer: string;
  readonly reading: JsonReading;
}

function checkAnnotations(fields: Fields, { namespace, pointer, reading }: Annotated): void {
  const count = fields.optional("annotations", readAnnotations) ?? 0;
  if (count > 0 && namespace === "")
    complainAt(reading, `${pointer}/annotations`, {
      message: "the empty namespace takes no annotations",
      help: "remove them, or annotate what it declares",
    });
}

/** Reads one declaration, whose name and place are known. */
export type ReadDeclared<T> = (body: unknown, declared: Declared, reading: JsonReading) => T | undefined;

export interface Declared {
  readonly namespace: string;
  readonly name: string;
  readonly pointer: string;
}

function declarations<T>(namespace: string, read: ReadDeclared<T>): ReadJson<readonly T[]> {
  return (value, pointer, reading) =>
    membersOf((name, body, at) => read(body, { namespace, name, pointer: at }, reading))(value, pointer, reading);
}

const readCommon: ReadDeclared<CommonForm> = (body, { namespace, name, pointer }, reading) => {
  checkName(name, pointer, { ...reading, fault: commonNameFault(name) });
  const type = readCommonType(body, pointer, reading);
  return type && { kind: "common", namespace, name, place: { file: reading.file, at: pointer }, type };
};

function checkName(name: string, pointer: string, at: JsonReading & { readonly fault: string | null }): void {
  const fault = isPlainIdentifier(name) ? at.fault : `${quoted(name)} cannot be declared: it is no identifier`;
  if (fault !== null) complainAt(at, pointer, { message: fault, help: "choose another name" });
}

const readEntity: ReadDeclared<EntityForm> = (body, { namespace, name, pointer }, reading) => {
  checkName(name, pointer, { ...reading, fault: entityNameFault(name) });
  const isEnum = typeof body === "object" && body !== null && Object.hasOwn(body, "enum");
  const known = isEnum ? ["enum", "annotations"] : ["memberOfTypes", "shape", "tags", "annotations", "enum"];
  const fields = fieldsOf(body, pointer, { ...reading, known });
  if (fields === undefined) return;
  fields.optional("annotations", readAnnotations);
  return {
    kind: "entity",
    namespace,
    name,
    place: { file: reading.file, at: pointer },
    parents: fields.optional("memberOfTypes", listOf(readName)) ?? [],
    shape: fields.optional("shape", readType) ?? null,
    tags: fields.optional("tags", readType) ?? null,
    ids: fields.optional("enum", readIds) ?? null,
  };
};

const readIds: ReadJson<readonly string[]> = (value, pointer, reading) => {
  const ids = listOf(readText)(value, pointer, reading);
  if (!Array.isArray(value) || value.length > 0) return ids;
  return complainAt(reading, pointer, { message: "an enumeration without ids", help: "name at least one" });
};
