/** What a snapshot lists and states by default, as tables to compare row by row. */

import type { Snapshot } from "../../kernel/rule.ts";

type Table = Readonly<Record<string, unknown>>;

/** Each table with its name. */
export function listTables({
  register,
  assets,
  policies,
}: Snapshot): readonly (readonly [name: string, table: Table])[] {
  const { agents = [], providers = [], recipients = [], emergency = {} } = register ?? {};
  const defaults = policies.flatMap(({ otherwise }) => otherwise ?? []);
  return [
    ["default", byName(defaults, ({ action }) => action)],
    ["agents", byName(agents, ({ agent_id }) => agent_id)],
    ["providers", byName(providers, ({ id }) => id)],
    ["recipients", byName(recipients, ({ address, chain }) => `${address.toLowerCase()} on ${chain}`)],
    ["emergency", { ...emergency }],
    ["assets", byName(assets, ({ id }) => id)],
  ];
}

/** Two documents may each state a default for one action. */
function byName<T>(rows: readonly T[], nameOf: (row: T) => string): Table {
  const table = new Map<string, T[]>();
  for (const row of rows) table.set(nameOf(row), [...(table.get(nameOf(row)) ?? []), row]);
  return Object.fromEntries(table);
}
