/** The keys of a budget. */

import { parseAsset, unitOf } from "../kernel/asset.ts";
import { spelled } from "../kernel/dimension.ts";
import { quoted } from "../kernel/json-error.ts";
import { parseLength } from "../kernel/length.ts";
import type { Dimension } from "../kernel/movement.ts";
import type { CalendarUnit, Window } from "../kernel/window.ts";
import { listOf, matching, oneOrMore, readDecimal, readString, wordOf } from "./reader.ts";
import { type Read, report } from "./reading.ts";
import { readName } from "./rule-fields.ts";
import { filled, tableOf, tableOfNames } from "./table.ts";

/** A window as its word says: a calendar one gets its zone from a key of its own. */
type WindowWord =
  | Exclude<Window, { readonly kind: "calendar" }>
  | { readonly kind: "calendar"; readonly unit: CalendarUnit };

interface AllBudgetFields {
  readonly id: string;
  readonly limit: string;
  readonly soft_limit: string;
  readonly measure: "count";
  readonly currency: string;
  readonly asset: string;
  readonly window: WindowWord;
  readonly zone: string;
  readonly per: readonly Dimension[];
  readonly filters: readonly (readonly [Dimension, readonly string[]])[];
}

/** A key that was given but refused is present and undefined. */
export type BudgetFields = Partial<AllBudgetFields>;

const calendar = (unit: CalendarUnit): WindowWord => ({ kind: "calendar", unit });

const WINDOWS: Readonly<Record<string, WindowWord>> = {
  per_request: { kind: "per_request" },
  lifetime: { kind: "lifetime" },
  hour: calendar("hour"),
  day: calendar("day"),
  week: calendar("week"),
  month: calendar("month"),
  year: calendar("year"),
};

const readWindow: Read<WindowWord> = (value, pointer, reading) => {
  const text = readString(value, pointer, reading);
  if (text === undefined) return;
  if (Object.hasOwn(WINDOWS, text)) return WINDOWS[text];
  const length_ms = parseLength(text);
  if (length_ms !== null) return { kind: "rolling", length_ms };
  const known = Object.keys(WINDOWS).map((word) => `\`${word}\``);
  const help = `write a length such as \`24h\` (units are ms, s, min, h, d), or one of ${known.join(", ")}`;
  return report(reading, pointer, { code: "value.window", message: `${quoted(text)} is no window`, help });
};

const readAsset: Read<string> = (value, pointer, reading) => {
  const text = readString(value, pointer, reading);
  const asset = text === undefined ? null : parseAsset(text);
  if (text === undefined || asset !== null) return asset?.id;
  const help = "symbols can be anybody's: write `eip155:1/erc20:0x…`, or `eip155:1/slip44:60` for the native coin";
  return report(reading, pointer, { code: "value.asset", message: `${quoted(text)} is no CAIP-19 asset`, help });
};

/** Whether the runtime knows it is not a question for pure code. */
const readZone = matching(/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/, {
  code: "value.zone",
  message: "not the name of a time zone",
  help: "write it like `Europe/Berlin`, or `UTC`; an offset is no zone",
});

const DIMENSIONS: { readonly [D in Dimension]: D } = {
  ...({ principal: "principal", group: "group", tenant: "tenant", session: "session", task: "task" } as const),
  ...({
    action: "action",
    tool: "tool",
    payee: "payee",
    provider: "provider",
    asset: "asset",
    chain: "chain",
  } as const),
};

const readDimension = wordOf<Dimension>(DIMENSIONS);

const readNamed = filled(
  tableOfNames(readDimension, oneOrMore(readString)),
  "name a dimension and its values, or remove it",
);

/** In the spelling of movements. */
const readFilters: Read<AllBudgetFields["filters"]> = (value, pointer, reading) =>
  readNamed(value, pointer, reading)?.map(([name, values]) => {
    const dimension = name as Dimension;
    return [dimension, values.map((each) => spelled(dimension, each))];
  });

/** Reads the keys of one budget, each for itself. */
export const readBudgetFields: Read<BudgetFields> = tableOf<AllBudgetFields>("budget", {
  id: readName,
  limit: readDecimal,
  soft_limit: readDecimal,
  measure: wordOf<"count">({ count: "count" }),
  currency: (value, pointer, reading) => {
    const currency = readString(value, pointer, reading);
    return currency === undefined ? undefined : unitOf(currency);
  },
  asset: readAsset,
  window: readWindow,
  zone: readZone,
  per: listOf(readDimension),
  filters: readFilters,
});
