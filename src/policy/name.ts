/** The ids of rules: explicit, else the rule's name, else the file's stem and the rule's number. */

import { quoted } from "../kernel/json-error.ts";
import type { Draft } from "./draft.ts";
import { type Reading, report } from "./reading.ts";

/** The rules of one file, in its order. */
export interface RuleList {
  readonly reading: Reading;
  readonly rules: readonly Draft[];
}

interface Ids {
  /** Where each id was given. */
  readonly taken: Map<string, string>;
  /** How often each id was wanted by rules without an explicit one. */
  readonly wanted: Map<string, number>;
}

/** Gives every rule of every file its id; duplicate explicit ids are reported, duplicate names get `~2`, `~3`. */
export function nameRules(lists: readonly RuleList[]): ReadonlyMap<Draft, string> {
  const ids: Ids = { taken: new Map(), wanted: new Map() };
  for (const list of lists) for (const rule of list.rules) takeExplicit(ids, rule, list.reading);
  const names = new Map<Draft, string>();
  for (const { reading, rules } of lists) {
    const stem = stemOf(reading.source.name);
    for (const [index, rule] of rules.entries()) {
      names.set(rule, rule.fields.id ?? freeId(ids, rule.fields.name ?? `${stem}#${index + 1}`));
    }
  }
  return names;
}

function takeExplicit({ taken }: Ids, { fields, line, pointer }: Draft, reading: Reading): void {
  if (fields.id === undefined) return;
  const first = taken.get(fields.id);
  if (first === undefined) {
    taken.set(fields.id, `${reading.source.name}:${line}`);
    return;
  }
  const message = `the id ${quoted(fields.id)} is taken by the rule at ${first}`;
  report(reading, `${pointer}/id`, { code: "rule.duplicate_id", message, help: "give every rule its own id" });
}

function freeId({ taken, wanted }: Ids, id: string): string {
  let count = wanted.get(id) ?? 0;
  let free: string;
  do free = ++count === 1 ? id : `${id}~${count}`;
  while (taken.has(free));
  wanted.set(id, count);
  taken.set(free, "");
  return free;
}

function stemOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}
