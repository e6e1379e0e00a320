/** The context of Writ's own actions: what the call gave, and one row for each attribute that is known of it. */

import { ATTRIBUTE_NAMES } from "./evaluation.ts";
import { valueOfJson } from "./json-value.ts";
import type { ActionPart, Argument, Part, Request, Text, ToolPart } from "./request.ts";
import { type Fault, fault, type RecordValue, recordOf, setOf, type Value } from "./value.ts";

/** As an allow reads it, or in every spelling. */
export type Reading = "exact" | "every";

type Cell = Value | Fault | null;

interface Attribute {
  readonly name: string;
  /** Its type in the schema that ships. */
  readonly type: "String" | "Bool" | "decimal" | "Set<String>";
  readonly of: "tool" | "action" | "both";
  /** False: it is always there. */
  readonly optional: boolean;
  /** Null where there is none. */
  readonly read: (part: Part, request: Request, reading: Reading) => Cell;
}

const onTool = (read: (part: ToolPart, reading: Reading) => Cell): Attribute["read"] => {
  return (part, _request, reading) => (part.kind === "tool" ? read(part, reading) : null);
};

const onAction = (read: (part: ActionPart) => Cell): Attribute["read"] => {
  return (part) => (part.kind === "action" ? read(part) : null);
};

/** The attributes of a context; the schema that ships is made of this table. */
export const ATTRIBUTES: readonly Attribute[] = [
  { name: "tool_name", type: "String", of: "tool", optional: false, read: onTool(({ tool }) => tool) },
  { name: "server", type: "String", of: "tool", optional: true, read: onTool(({ server }) => server) },
  { name: "arguments", type: "Set<String>", of: "tool", optional: false, read: onTool(argumentSet) },
  { name: "amount", type: "decimal", of: "action", optional: true, read: onAction(({ amount }) => amountOf(amount)) },
  { name: "amount_text", type: "String", of: "action", optional: true, read: onAction(({ amount }) => amount) },
  { name: "currency", type: "String", of: "action", optional: true, read: onAction(({ currency }) => currency) },
  { name: "capabilities", type: "Set<String>", of: "both", optional: false, read: capabilities },
  ...(["session_id", "tenant", "device_id", "channel", "run_id", "skill_id"] as const).map(
    (name): Attribute => ({
      name,
      type: "String",
      of: "both",
      optional: true,
      read: (_part, { context }) => context[name] ?? null,
    }),
  ),
  ...ATTRIBUTE_NAMES.map(
    (name): Attribute => ({
      name,
      type: name.startsWith("is_") || name.startsWith("allow_") ? "Bool" : "String",
      of: "both",
      optional: true,
      read: (_part, { attributes }) => attributes?.[name] ?? null,
    }),
  ),
];

/** The contexts of a part, one for each way to read its texts. What is computed wins over what the call gave. */
export function contextsOf(part: Part, request: Request, reading: Reading): readonly RecordValue[] {
  const members = new Map<string, Value | Fault>();
  const { context = {} } = request.given ?? {};
  for (const name of Object.keys(context)) if (context[name] !== null) members.set(name, valueOfJson(context[name]));
  for (const { name, read } of ATTRIBUTES) {
    const cell = read(part, request, reading);
    if (cell !== null) members.set(name, cell);
  }
  if (part.kind === "action") return [recordOf(members)];
  return spellingsOf(part, reading).map(({ text, input }) =>
    recordOf(new Map([...members, ["text", text], ["input", recordOf(input)]])),
  );
}

interface Spelling {
  readonly text: Value | Fault;
  readonly input: ReadonlyMap<string, Value | Fault>;
}

/** More combinations than this are not looked at: the texts that have several are then unknown. */
const MOST = 64;

/** Every combination of the spellings of the whole text and of each field. */
function spellingsOf(part: ToolPart, reading: Reading): readonly Spelling[] {
  const columns = [wholeText(part.args, reading), ...part.fields.map((field) => textsOf(field, reading))];
  const count = columns.reduce((product, { length }) => product * length, 1);
  const bounded = count <= MOST ? columns : columns.map((column) => (column.length === 1 ? column : [TOO_MANY]));
  return Array.from({ length: count <= MOST ? count : 1 }, (_, i) => {
    const [text = TOO_MANY, ...texts] = combination(bounded, i);
    return { text, input: new Map(part.fields.map(({ name }, at) => [name, texts[at] ?? TOO_MANY])) };
  });
}

/** One cell of each column; over all numbers every combination, the last column changing fastest. */
function combination(columns: readonly (readonly Cellular[])[], number: number): readonly Cellular[] {
  let rest = number;
  return columns
    .reduceRight<Cellular[]>((row, column) => {
      row.push(column[rest % column.length] as Cellular);
      rest = Math.floor(rest / column.length);
      return row;
    }, [])
    .reverse();
}

type Cellular = string | Fault;

const TOO_MANY: Fault = fault("has too many spellings");
const RUN_TIME: Fault = fault("is only known at run time");

/** Where any one text may satisfy an allow, the last is the one that holds them all. */
function wholeText(argument: Argument, reading: Reading): readonly Cellular[] {
  const texts = textsOf(argument, reading);
  return reading === "exact" && argument.need === "any" ? texts.slice(-1) : texts;
}

function textsOf({ exact, forms, doubt, opaque }: Argument, reading: Reading): readonly Cellular[] {
  if (opaque !== null) return [fault(opaque)];
  if (reading === "exact" && doubt !== null) return [fault(doubt)];
  const texts = reading === "exact" ? exact : [...exact, ...forms];
  return texts.length === 0 ? [""] : [...new Set(texts.map(knownText))];
}

function knownText(text: Text): Cellular {
  return typeof text === "string" ? text : RUN_TIME;
}

function argumentSet({ args }: ToolPart, reading: Reading): Cell {
  const texts = textsOf(args, reading);
  const unknown = texts.find((text) => typeof text !== "string");
  return unknown ?? setOf(texts as readonly string[]);
}

function capabilities(_part: Part, { context }: Request): Cell {
  return setOf(context.capabilities);
}

/** Cedar's decimals have four digits behind the point: other amounts are there, but cannot be looked at. */
function amountOf(amount: string | null): Cell {
  const arg = amount?.includes(".") ? amount : `${amount}.0`;
  return amount === null ? null : valueOfJson({ __extn: { fn: "decimal", arg } });
}
