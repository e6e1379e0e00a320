/** Types of the JSON schema format. */

import { isIdentifier, isName } from "../../kernel/entity-name.ts";
import { quoted } from "../../kernel/json-error.ts";
import { isJsonObject } from "../../kernel/json-kind.ts";
import {
  complainAt,
  type Fields,
  fieldsOf,
  type JsonReading,
  membersOf,
  type ReadJson,
  readBoolean,
  readText,
} from "./json-field.ts";
import { helpFor } from "./problem.ts";
import { type AttributeForm, MAX_TYPE_DEPTH, type NameForm, type TypeForm } from "./schema-form.ts";

const EXTENSIONS: readonly string[] = ["decimal", "ipaddr", "datetime", "duration"];

/** A type. */
export const readType: ReadJson<TypeForm> = (value, pointer, reading) => typeOf(value, { pointer, reading, depth: 0 });

/** A common type: a type with annotations. */
export const readCommonType: ReadJson<TypeForm> = (value, pointer, reading) => {
  const fields = typeFields(["annotations"], value, { pointer, reading, depth: 0 });
  fields?.optional("annotations", readAnnotations);
  return fields?.type;
};

interface Spot {
  readonly pointer: string;
  readonly reading: JsonReading;
  /** How many types are around this one. */
  readonly depth: number;
}

type ReadBody = (fields: Fields, depth: number, spot: Spot) => TypeForm | undefined;

interface Format {
  readonly fields: readonly string[];
  readonly read: ReadBody;
}

function primitive(kind: "long" | "string" | "bool"): Format {
  return { fields: [], read: () => ({ kind }) };
}

const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ["Long", primitive("long")],
  ["String", primitive("string")],
  ["Boolean", primitive("bool")],
  ["Bool", primitive("bool")],
  ["Set", { fields: ["element"], read: readSet }],
  ["Record", { fields: ["attributes", "additionalAttributes"], read: readRecord }],
  ["Entity", { fields: ["name"], read: named("entity") }],
  ["EntityOrCommon", { fields: ["name"], read: named("either") }],
  ["Extension", { fields: ["name"], read: (fields) => fields.required("name", readExtension) }],
]);

function typeOf(value: unknown, spot: Spot): TypeForm | undefined {
  return typeFields([], value, spot)?.type;
}

/** The type that an object describes, and the other fields that it may have here. */
function typeFields(
  others: readonly string[],
  value: unknown,
  spot: Spot,
): (Fields & { readonly type: TypeForm | undefined }) | undefined {
  const { pointer, reading, depth } = spot;
  if (depth >= MAX_TYPE_DEPTH)
    return complainAt(reading, pointer, { message: `types nested deeper than ${MAX_TYPE_DEPTH} levels`, help: null });
  const word = isJsonObject(value) && Object.hasOwn(value, "type") ? value["type"] : undefined;
  const format = typeof word === "string" ? FORMATS.get(word) : undefined;
  const fields = fieldsOf(value, pointer, { ...reading, known: ["type", ...(format?.fields ?? []), ...others] });
  if (fields === undefined) return;
  const type = format === undefined ? fields.required("type", readCommonName) : format.read(fields, depth + 1, spot);
  return { ...fields, type };
}

const readCommonName: ReadJson<TypeForm> = (value, pointer, reading) => {
  const name = readName(value, pointer, reading);
  return name && { kind: "name", stands: "common", ...name };
};

/** A name in its one spelling. */
export const readName: ReadJson<NameForm> = (value, pointer, reading) => {
  const name = readText(value, pointer, reading);
  if (name === undefined) return;
  if (isName(name)) return { name, place: { file: reading.file, at: pointer } };
  const help =
    "write identifiers with `::` between them, without blanks; the words of the policy language are reserved";
  return complainAt(reading, pointer, { message: `${quoted(name)} is not a name`, help });
};

function named(stands: "entity" | "either"): ReadBody {
  return (fields) => {
    const name = fields.required("name", readName);
    return name && { kind: "name", stands, ...name };
  };
}

const readExtension: ReadJson<TypeForm> = (value, pointer, reading) => {
  const name = readText(value, pointer, reading);
  if (name === undefined) return;
  if (EXTENSIONS.includes(name)) return { kind: "extension", name };
  const help = helpFor(name, EXTENSIONS, `expected ${EXTENSIONS.map(quoted).join(", ")}`);
  return complainAt(reading, pointer, { message: `unknown extension type ${quoted(name)}`, help });
};

function readSet(fields: Fields, depth: number): TypeForm | undefined {
  const of = fields.required("element", (value, pointer, reading) => typeOf(value, { pointer, reading, depth }));
  return of && { kind: "set", of };
}

function readRecord(fields: Fields, depth: number, spot: Spot): TypeForm | undefined {
  const { reading } = spot;
  const attributes = fields.required(
    "attributes",
    membersOf((name, value, pointer) => readAttribute(name, value, { pointer, reading, depth })),
  );
  if (fields.optional("additionalAttributes", readBoolean) === true)
    complainAt(reading, `${spot.pointer}/additionalAttributes`, {
      message: "records with attributes that are not declared are not supported",
      help: "remove `additionalAttributes`, and declare every attribute",
    });
  return attributes && { kind: "record", attributes };
}

function readAttribute(name: string, value: unknown, spot: Spot): AttributeForm | undefined {
  const fields = typeFields(["required", "annotations"], value, spot);
  fields?.optional("annotations", readAnnotations);
  const required = fields?.optional("required", readBoolean) ?? true;
  return fields?.type && { name, required, type: fields.type };
}

/** Identifiers with strings or null: checked, and without meaning. Gives their number. */
export const readAnnotations: ReadJson<number> = (value, pointer, reading) => {
  const read = membersOf((name, text, at) => {
    if (!isIdentifier(name))
      complainAt(reading, at, { message: `${quoted(name)} cannot name an annotation`, help: "write an identifier" });
    return text === null ? "" : readText(text, at, reading);
  });
  return read(value, pointer, reading)?.length;
};
