/** Entities in Cedar's JSON: who and what there is, with attributes, tags and parents. */

import { isActionType } from "../../kernel/entity-name.ts";
import type { EntityRecord } from "../../kernel/expression.ts";
import { JsonError, parseJson } from "../../kernel/json.ts";
import { quoted } from "../../kernel/json-error.ts";
import type { Schema } from "../../kernel/schema.ts";
import { uidText } from "../../kernel/schema-index.ts";
import { actionEntities, checkActions } from "./action-entity.ts";
import { type PlacedEntity, readEntity } from "./entity-json.ts";
import { cycleText, sortGraph } from "./graph.ts";
import { type JsonReading, listOf } from "./json-field.ts";
import { type Problem, report } from "./problem.ts";
import { sameEntity } from "./same-entity.ts";

export interface EntitySource {
  readonly name: string;
  readonly text: string;
  /** The parsed document, if it is parsed already. */
  readonly value?: unknown;
}

export interface EntitiesReading {
  /** Null when there is any problem. */
  readonly entities: readonly EntityRecord[] | null;
  readonly problems: readonly Problem[];
}

/**
 * The entities of all sources. With a schema they must conform to it, values may be written without their types, and
 * the actions are those of the schema; without one the escapes `__entity` and `__extn` say what is no plain value.
 */
export function readEntities(sources: readonly EntitySource[], schema: Schema | null): EntitiesReading {
  const problems: Problem[] = [];
  const placed = sources.flatMap((source) => readSource(source, { schema, problems }));
  const entities = withoutRepeats(placed, problems);
  checkCycle(entities, problems);
  if (schema !== null) checkActions(entities, { schema, problems });
  if (problems.length > 0) return { entities: null, problems };
  const records = [...entities.values()].map(({ record }) => record);
  if (schema === null) return { entities: records, problems };
  const others = records.filter(({ uid }) => !isActionType(uid.type));
  return { entities: [...others, ...actionEntities(schema)], problems };
}

interface Checking {
  readonly schema: Schema | null;
  readonly problems: Problem[];
}

function readSource(source: EntitySource, { schema, problems }: Checking): readonly PlacedEntity[] {
  const reading: JsonReading = { file: source.name, problems };
  const value = source.value ?? parsed(source, problems);
  if (value === undefined) return [];
  return listOf((item, pointer) => readEntity(item, pointer, { ...reading, schema }))(value, "", reading) ?? [];
}

function parsed({ name, text }: EntitySource, problems: Problem[]): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    report(problems, { place: { file: name, at: error.offset }, message: error.message, help: null });
    return undefined;
  }
}

/** By `uidText`; like Cedar, an entity may stand twice when it says the same twice. */
function withoutRepeats(placed: readonly PlacedEntity[], problems: Problem[]): ReadonlyMap<string, PlacedEntity> {
  const entities = new Map<string, PlacedEntity>();
  for (const entity of placed) {
    const name = uidText(entity.record.uid);
    const first = entities.get(name);
    if (first === undefined) entities.set(name, entity);
    else if (!sameEntity(first.record, entity.record))
      report(problems, {
        place: entity.place,
        message: `the entity ${quoted(name)} stands twice, with different contents`,
        help: `the first stands in ${first.place.file}; make one of both`,
      });
  }
  return entities;
}

function checkCycle(entities: ReadonlyMap<string, PlacedEntity>, problems: Problem[]): void {
  const graph = new Map([...entities].map(([name, { record }]) => [name, record.parents.map(uidText)]));
  const { cycle } = sortGraph(graph);
  const first = cycle[0];
  if (first === undefined) return;
  const message = `the entity is its own ancestor: ${cycleText(cycle, " in ")}`;
  report(problems, { place: entities.get(first)!.place, message, help: "break the circle" });
}
