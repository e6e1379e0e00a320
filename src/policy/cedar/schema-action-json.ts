/** Actions of the JSON schema format. */

import { complainAt, fieldsOf, type JsonReading, listOf, type ReadJson, readText } from "./json-field.ts";
import type { ActionForm, ActionNameForm } from "./schema-form.ts";
import type { ReadDeclared } from "./schema-json.ts";
import { readAnnotations, readName, readType } from "./schema-type-json.ts";

const ACTION = ["attributes", "appliesTo", "memberOf", "annotations"];

/** An action; its name may be any string. */
export const readAction: ReadDeclared<ActionForm> = (body, { namespace, name, pointer }, reading) => {
  const fields = fieldsOf(body, pointer, { ...reading, known: ACTION });
  if (fields === undefined) return;
  fields.optional("annotations", readAnnotations);
  fields.optional("attributes", refuseAttributes);
  return {
    kind: "action",
    namespace,
    name,
    place: { file: reading.file, at: pointer },
    parents: fields.optional("memberOf", orNull(listOf(readActionName))) ?? [],
    ...(fields.optional("appliesTo", orNull(readApplies)) ?? APPLIES_TO_NOTHING),
  };
};

/** Null counts as left out. */
function orNull<T>(read: ReadJson<T>): ReadJson<T> {
  return (value, pointer, reading) => (value === null ? undefined : read(value, pointer, reading));
}

function refuseAttributes(value: unknown, pointer: string, reading: JsonReading): undefined {
  if (value === null) return;
  complainAt(reading, pointer, { message: "actions have no attributes", help: "remove `attributes`" });
}

type Applies = Pick<ActionForm, "principals" | "resources" | "context">;

const APPLIES_TO_NOTHING: Applies = { principals: [], resources: [], context: null };

const readApplies: ReadJson<Applies> = (value, pointer, reading) => {
  const fields = fieldsOf(value, pointer, { ...reading, known: ["principalTypes", "resourceTypes", "context"] });
  return (
    fields && {
      principals: fields.required("principalTypes", listOf(readName)) ?? [],
      resources: fields.required("resourceTypes", listOf(readName)) ?? [],
      context: fields.optional("context", readType) ?? null,
    }
  );
};

const readActionName: ReadJson<ActionNameForm> = (value, pointer, reading) => {
  const fields = fieldsOf(value, pointer, { ...reading, known: ["id", "type"] });
  const id = fields?.required("id", readText);
  if (fields === undefined || id === undefined) return;
  const type = fields.optional("type", orNull(readName))?.name ?? "Action";
  return { type, id, place: { file: reading.file, at: pointer } };
};
