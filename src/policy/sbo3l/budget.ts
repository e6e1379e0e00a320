/** The budgets of an SBO3L document. */

import { quoted } from "../../kernel/json-error.ts";
import { readDecimal, wordOf } from "../reader.ts";
import { type Read, report } from "../reading.ts";
import { completeTable, orNull, readAgentId, textUpTo, uniqueList } from "./reader.ts";

export interface Budget {
  readonly agent_id: string;
  /** Days and months are those of UTC; per_provider has no end. */
  readonly scope: "per_tx" | "daily" | "monthly" | "per_provider";
  readonly scope_key: string | null;
  /** US dollars in canonical decimal text; a sum equal to it passes. */
  readonly cap_usd: string;
  readonly soft_cap_usd: string | null;
}

const readMoney: Read<string> = (value, pointer, reading) => {
  const amount = readDecimal(value, pointer, reading);
  if (amount === undefined || /^[0-9]+(?:\.[0-9]{1,2})?$/.test(amount)) return amount;
  return report(reading, pointer, { code: "value.decimal", message: `${quoted(amount)} has more than two decimals` });
};

interface Row {
  readonly agent_id: string;
  readonly scope: Budget["scope"];
  readonly scope_key: string;
  readonly cap_usd: string;
  readonly soft_cap_usd: string;
}

const readRow = completeTable<Row, "agent_id" | "scope" | "cap_usd">(
  "budget",
  {
    agent_id: readAgentId,
    scope: wordOf<Budget["scope"]>({
      ...{ per_tx: "per_tx", daily: "daily", monthly: "monthly", per_provider: "per_provider" },
    }),
    scope_key: orNull(textUpTo(128)),
    cap_usd: readMoney,
    soft_cap_usd: orNull(readMoney),
  },
  ["agent_id", "scope", "cap_usd"],
);

const readBudget: Read<Budget> = (value, pointer, reading) => {
  const row = readRow(value, pointer, reading);
  if (row === undefined) return;
  return { ...row, scope_key: row.scope_key ?? null, soft_cap_usd: row.soft_cap_usd ?? null };
};

/** An empty key is none. */
export const readBudgets: Read<readonly Budget[]> = uniqueList(readBudget, {
  key: ({ agent_id, scope, scope_key }) => `${agent_id} ${scope}${scope_key ? ` ${scope_key}` : ""}`,
  on: "scope",
  code: "budget.duplicate",
});
