/** Actions as entities: those of the schema, and whether a file says the same of them. */

import { isActionType } from "../../kernel/entity-name.ts";
import type { EntityRecord } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import type { Schema } from "../../kernel/schema.ts";
import { uidText } from "../../kernel/schema-index.ts";
import type { PlacedEntity } from "./entity-json.ts";
import { closureOf } from "./graph.ts";
import { type Problem, report } from "./problem.ts";

/** The actions that a schema declares, with their hierarchy. */
export function actionEntities(schema: Schema): readonly EntityRecord[] {
  return schema.actions.map(({ uid, parents }) => ({ uid, parents, attributes: [], tags: [] }));
}

interface Checking {
  readonly schema: Schema;
  readonly problems: Problem[];
}

/** Reports the stated actions whose ancestors, as far as they are stated, are not those of the schema. */
export function checkActions(stated: ReadonlyMap<string, PlacedEntity>, { schema, problems }: Checking): void {
  const actions = [...stated].filter(([, { record }]) => isActionType(record.uid.type));
  const here = ancestorsOf(actions.map(([, { record }]) => record));
  const declared = ancestorsOf(schema.actions);
  for (const [name, { place }] of actions) {
    if (isSame(here?.get(name), declared?.get(name))) continue;
    const message = `the action ${quoted(name)} has other ancestors here than in the schema`;
    report(problems, { place, message, help: "remove it: the schema already says which actions there are" });
  }
}

function ancestorsOf(actions: readonly Pick<EntityRecord, "uid" | "parents">[]): ReturnType<typeof closureOf> {
  return closureOf(new Map(actions.map(({ uid, parents }) => [uidText(uid), parents.map(uidText)])));
}

function isSame(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  return a !== undefined && a.size === b?.size && [...a].every((each) => b.has(each));
}
