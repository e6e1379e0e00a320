/** Cedar schemas, in the schema language or in JSON, from one file or several. */

import { JsonError, parseJson } from "../../kernel/json.ts";
import type { Schema } from "../../kernel/schema.ts";
import { type Problem, report } from "./problem.ts";
import type { Declaration } from "./schema-form.ts";
import { parseSchemaJson } from "./schema-json.ts";
import { resolveSchema } from "./schema-resolve.ts";
import { parseSchemaText } from "./schema-text.ts";

export interface SchemaSource {
  readonly name: string;
  readonly text: string;
  /** The parsed document, if it is JSON and parsed already. */
  readonly value?: unknown;
}

export interface SchemaReading {
  /** Null when there is any problem. */
  readonly schema: Schema | null;
  readonly problems: readonly Problem[];
}

/** The schema of one source: JSON if it has a value or its name ends in `.json`, else the schema language. */
export function readSchema(source: SchemaSource): SchemaReading {
  return readSchemas([source]);
}

/** The one schema that several sources make: each may refer to what another declares, none may declare it again. */
export function readSchemas(sources: readonly SchemaSource[]): SchemaReading {
  const parsed = sources.map(parse);
  const problems = parsed.flatMap((each) => each.problems);
  const declarations = parsed.flatMap((each) => each.declarations);
  // What a broken file declares is not known, so names that seem undeclared would only mislead.
  const schema = problems.length > 0 ? null : resolveSchema(declarations, problems);
  return { schema: problems.length > 0 ? null : schema, problems };
}

interface Parsed {
  readonly declarations: readonly Declaration[];
  readonly problems: readonly Problem[];
}

function parse(source: SchemaSource): Parsed {
  if (source.value !== undefined) return parseSchemaJson(source.name, source.value);
  return source.name.endsWith(".json") ? parseJsonText(source) : parseSchemaText(source.name, source.text);
}

function parseJsonText({ name, text }: SchemaSource): Parsed {
  try {
    return parseSchemaJson(name, parseJson(text));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const problems: Problem[] = [];
    report(problems, { place: { file: name, at: error.offset }, message: error.message, help: null });
    return { declarations: [], problems };
  }
}
