/** Whether two entities of the same name say the same. */

import type { EntityRecord, Expression } from "../../kernel/expression.ts";

type Members = readonly (readonly [name: string, value: Expression])[];

/** Parents and sets in any order, and with repeats; records are in order already. */
export function sameEntity(a: EntityRecord, b: EntityRecord): boolean {
  return entityText(a) === entityText(b);
}

function entityText({ parents, attributes, tags }: EntityRecord): string {
  return JSON.stringify([parents, membersText(attributes), membersText(tags)]);
}

function membersText(members: Members): readonly (readonly [string, string])[] {
  return members.map(([name, value]) => [name, valueText(value)]);
}

function valueText(value: Expression): string {
  if (value.kind === "record") return JSON.stringify(["record", membersText(value.of)]);
  if (value.kind === "set") return JSON.stringify(["set", [...new Set(value.of.map(valueText))].sort()]);
  return JSON.stringify(value);
}
