/** The ids of rules: explicit, else the rule's name, else the file's stem and the rule's number. */

import { quoted } from "../kernel/json-error.ts";
import { type Reading, report } from "./reading.ts";

/** A rule that wants an id. */
export interface Nameless {
  readonly reading: Reading;
  /** Given by its author, or null. */
  readonly id: string | null;
  /** What it is called otherwise, if nobody else is. */
  readonly fallback: string;
  readonly line: number;
  /** JSON Pointer of the id, or of the rule. */
  readonly pointer: string;
}

interface Ids {
  /** Where each id was given. */
  readonly taken: Map<string, string>;
  /** How often each id was wanted by rules without an explicit one. */
  readonly wanted: Map<string, number>;
}

/** Gives every rule its id, in order; duplicate explicit ids are reported, duplicate names get `~2`, `~3`. */
export function nameRules(rules: readonly Nameless[]): readonly string[] {
  const ids: Ids = { taken: new Map(), wanted: new Map() };
  for (const rule of rules) if (rule.id !== null) takeExplicit(ids, rule, rule.id);
  return rules.map(({ id, fallback }) => id ?? freeId(ids, fallback));
}

function takeExplicit({ taken }: Ids, { reading, line, pointer }: Nameless, id: string): void {
  const first = taken.get(id);
  if (first === undefined) {
    taken.set(id, `${reading.source.name}:${line}`);
    return;
  }
  const message = `the id ${quoted(id)} is taken by the rule at ${first}`;
  report(reading, pointer, { code: "rule.duplicate_id", message, help: "give every rule its own id" });
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
