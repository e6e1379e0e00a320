/** What the Cedar files of a manifest are together: schema, entities, and the policies that links make of templates. */

import type { EntityRecord } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import type { Schema } from "../../kernel/schema.ts";
import { lineOf, type Reading, report } from "../reading.ts";
import { type CedarReading, offsetPointer } from "./document.ts";
import { readEntities } from "./entities.ts";
import { link } from "./link.ts";
import { annotationFindings } from "./lower-policy.ts";
import type { Problem } from "./problem.ts";
import { readSchemas } from "./schema.ts";
import { type CedarPolicy, policyId } from "./syntax.ts";
import { cedarSchema, declaresWrit } from "./writ-schema.ts";

/** A static policy on its way to become a rule. */
export interface CedarDraft {
  readonly policy: CedarPolicy;
  readonly reading: Reading;
  readonly line: number;
  readonly pointer: string;
  /** Null: it is numbered. */
  readonly id: string | null;
  readonly fallback: string;
}

export interface CedarManifest {
  readonly schema: Schema | null;
  readonly entities: readonly EntityRecord[];
  /** The policies of each file, by its reading. */
  readonly drafts: ReadonlyMap<Reading, readonly CedarDraft[]>;
}

/** Reports in each file what is wrong with it beside the others. */
export function resolveCedar(files: readonly CedarReading[]): CedarManifest {
  const schema = schemaOf(files.filter(({ cedar }) => cedar.kind === "schema"));
  const entities = entitiesOf(
    files.filter(({ cedar }) => cedar.kind === "entities"),
    schema,
  );
  const templates = new Map(
    files.flatMap(({ cedar }) => cedar.templates.map((each) => [policyId(each), each] as const)),
  );
  const drafts = new Map(
    files.map((file) => [file.reading, [...staticDrafts(file), ...linkedDrafts(file, templates)]]),
  );
  return { schema, entities, drafts };
}

function schemaOf(files: readonly CedarReading[]): Schema | null {
  if (files.length === 0) return null;
  const sources = files.map(({ reading }) => sourceOf(reading));
  const { schema, problems } = readSchemas(sources);
  for (const { reading } of files) reportAll(reading, problems);
  return schema === null || sources.some(({ text }) => declaresWrit(text)) ? schema : withWrit(schema, sources);
}

/** Writ's own types join, unless a type of the user's has one of their names: Cedar lets no namespace shadow another. */
function withWrit(schema: Schema, sources: Parameters<typeof readSchemas>[0]): Schema {
  return readSchemas([...sources, { name: "writ.cedarschema", text: cedarSchema() }]).schema ?? schema;
}

/** With a schema there are entities without any file: its actions. */
function entitiesOf(files: readonly CedarReading[], schema: Schema | null): readonly EntityRecord[] {
  const { entities, problems } = readEntities(
    files.map(({ reading }) => sourceOf(reading)),
    schema,
  );
  for (const { reading } of files) reportAll(reading, problems);
  return entities ?? [];
}

function sourceOf({ source }: Reading): { name: string; text: string; value?: unknown } {
  const { name, text, value } = source;
  return value === null ? { name, text } : { name, text, value };
}

/** Of the problems of several files, those of this one. */
function reportAll(reading: Reading, problems: readonly Problem[]): void {
  for (const { place, message, help } of problems) {
    if (place.file !== reading.source.name) continue;
    const pointer = typeof place.at === "number" ? offsetPointer(place.at) : place.at;
    report(reading, pointer, { code: "cedar.schema", message, ...(help === null ? {} : { help }) });
  }
}

function staticDrafts({ reading, cedar }: CedarReading): readonly CedarDraft[] {
  return cedar.policies.map((policy) => {
    const pointer = offsetPointer(policy.from);
    for (const finding of annotationFindings(policy)) report(reading, pointer, finding);
    return { policy, reading, line: lineOf(reading, pointer), pointer, id: policy.id, fallback: policyId(policy) };
  });
}

function linkedDrafts(
  { reading, cedar }: CedarReading,
  templates: ReadonlyMap<string, CedarPolicy>,
): readonly CedarDraft[] {
  return cedar.links.flatMap(({ templateId, newId, values }, index): readonly CedarDraft[] => {
    const pointer = `/${index}`;
    const template = templates.get(templateId);
    const linked = template === undefined ? null : link(template, values, newId);
    if (linked !== null && !("kind" in linked))
      return [{ policy: linked, reading, line: lineOf(reading, pointer), pointer, id: newId, fallback: newId }];
    const message = linked === null ? `there is no template ${quoted(templateId)}` : linked.message;
    report(reading, pointer, { code: "cedar.link", message, help: "a link names a template and fills its slots" });
    return [];
  });
}
