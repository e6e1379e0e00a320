/** What a program hands over beside the files, as files: so that it is read, reported, hashed and recorded like them. */

import { canonical } from "../kernel/canonical.ts";
import type { LoadOptions } from "./load.ts";
import type { PolicyFile } from "./source.ts";

/** At most one file of entities and one schema. Throws CanonicalError for a value that is not JSON. */
export function optionFiles({ entities, schema }: Pick<LoadOptions, "entities" | "schema">): readonly PolicyFile[] {
  return [
    ...(schema === undefined || schema === null ? [] : [schemaFile(schema)]),
    ...(entities === undefined || entities === null ? [] : [{ name: "options.entities.json", text: textOf(entities) }]),
  ];
}

function schemaFile(schema: unknown): PolicyFile {
  const isLanguage = typeof schema === "string" && !schema.trimStart().startsWith("{");
  return { name: isLanguage ? "options.cedarschema" : "options.cedarschema.json", text: textOf(schema) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : canonical(value);
}
