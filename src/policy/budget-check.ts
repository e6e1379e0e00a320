/** What is wrong with a budget although each of its keys is right: one row for each mistake. */

import { compareDecimal } from "../kernel/amount.ts";
import type { BudgetFields } from "./budget-fields.ts";
import { type Finding, type Reading, report } from "./reading.ts";

interface Check extends Finding {
  /** Where the column stands; the budget itself if null. */
  readonly key: keyof BudgetFields | null;
  readonly fails: (fields: BudgetFields) => boolean;
}

const CHECKS: readonly Check[] = [
  ...(["id", "limit", "window"] as const).map(
    (key): Check => ({
      key: null,
      code: "budget.missing_key",
      message: `the budget has no \`${key}\``,
      fails: (fields) => !(key in fields),
    }),
  ),
  {
    key: null,
    code: "budget.no_measure",
    message: "the budget does not say what it adds up",
    help: 'add `currency`, `asset`, or `measure = "count"`',
    fails: (fields) => measures(fields) === 0,
  },
  {
    key: null,
    code: "budget.two_measures",
    message: "a budget adds up one thing: `currency`, `asset` or `measure`",
    help: "write a budget for each",
    fails: (fields) => measures(fields) > 1,
  },
  {
    key: "limit",
    code: "budget.zero_limit",
    message: "a limit of zero permits nothing",
    help: "write a rule that denies",
    fails: ({ limit }) => limit === "0",
  },
  {
    key: "limit",
    code: "budget.part_of_one",
    message: "what is counted is whole, and `limit` is not",
    fails: ({ measure, limit }) => measure === "count" && limit?.includes(".") === true,
  },
  {
    key: "soft_limit",
    code: "budget.idle_soft_limit",
    message: "`soft_limit` is not below `limit`, so it never warns",
    fails: ({ soft_limit, limit }) =>
      soft_limit !== undefined && limit !== undefined && compareDecimal(soft_limit, limit) >= 0,
  },
  {
    key: "window",
    code: "budget.missing_zone",
    message: "a window of the calendar needs a `zone`",
    help: 'add `zone = "UTC"`, or the name of a place such as `Europe/Berlin`',
    fails: (fields) => fields.window?.kind === "calendar" && !("zone" in fields),
  },
  {
    key: "zone",
    code: "budget.idle_zone",
    message: "only windows of the calendar have a `zone`",
    help: "remove it, or write a window such as `day`",
    on: "key",
    fails: (fields) => fields.window !== undefined && fields.window.kind !== "calendar" && "zone" in fields,
  },
  {
    key: "per",
    code: "budget.dimension_twice",
    message: "a dimension is named twice",
    fails: ({ per = [] }) => new Set(per).size < per.length,
  },
];

/** Reports every row that applies; true when there is none. */
export function checkBudget(fields: BudgetFields, pointer: string, reading: Reading): boolean {
  const failing = CHECKS.filter(({ fails }) => fails(fields));
  for (const { key, fails, ...finding } of failing)
    report(reading, key === null ? pointer : `${pointer}/${key}`, finding);
  return failing.length === 0;
}

function measures(fields: BudgetFields): number {
  return ["currency", "asset", "measure"].filter((key) => key in fields).length;
}
