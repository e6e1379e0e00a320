/** Readers of tables: a schema is a table of keys and their readers. */

import { quoted } from "../kernel/json-error.ts";
import { isFull, type Read, type Reading, report } from "./reading.ts";
import { pointerName } from "./source.ts";
import { nearest } from "./suggest.ts";

export type Schema<T> = { readonly [K in keyof T]-?: Read<NonNullable<T[K]>> };

// Keys of the whole file, which TOML gives to whatever table stands above them.
const TOP_KEYS: readonly string[] = ["approval_mode", "strategy", "include"];

/**
 * A reader that knows all keys of a table, any of which may be missing; `what` names the table in codes, `hint` helps
 * with unknown keys.
 */
export function tableOf<T>(what: string, schema: Schema<T>, hint?: string): Read<Partial<T>> {
  const readers: Readonly<Record<string, Read<unknown>>> = schema;
  return (value, pointer, reading) => {
    if (!isTable(value)) return wrongType(value, "a table", { pointer, reading });
    const found: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const at = `${pointer}/${pointerName(key)}`;
      const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
      if (read === undefined) unknownKey({ key, at, what, known: Object.keys(readers), hint }, reading);
      else found[key] = read(value[key], at, reading);
    }
    return found as Partial<T>;
  };
}

/** A reader of a table whose keys are names: each value is read alike. */
export function tableOfNames<T>(readName: Read<string>, read: Read<T>): Read<readonly (readonly [string, T])[]> {
  return (value, pointer, reading) => {
    if (!isTable(value)) return wrongType(value, "a table", { pointer, reading });
    return Object.entries(value).flatMap(([key, item]) => {
      const at = `${pointer}/${pointerName(key)}`;
      const name = readName(key, at, reading);
      const row = read(item, at, reading);
      return name === undefined || row === undefined ? [] : [[name, row] as const];
    });
  };
}

/** A reader of tables that have a key. */
export function filled<T>(read: Read<T>, help: string): Read<T> {
  return (value, pointer, reading) => {
    if (!isTable(value) || Object.keys(value).length > 0) return read(value, pointer, reading);
    return report(reading, pointer, { code: "value.empty", message: "an empty table", help });
  };
}

export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Where a value stands. */
export interface Spot {
  readonly pointer: string;
  readonly reading: Reading;
}

/** Reports a value of the wrong type. */
export function wrongType(value: unknown, wanted: string, { pointer, reading }: Spot): undefined {
  return report(reading, pointer, { code: "value.type", message: `expected ${wanted}, found ${typeName(value)}` });
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  const names: Readonly<Record<string, string>> = { string: "a string", boolean: "a boolean", object: "a table" };
  return names[typeof value] ?? "a number";
}

interface UnknownKey {
  readonly key: string;
  readonly at: string;
  readonly what: string;
  readonly known: readonly string[];
  readonly hint: string | undefined;
}

function unknownKey({ key, at, what, known, hint }: UnknownKey, reading: Reading): void {
  if (isFull(reading)) return;
  if (what !== "policy" && TOP_KEYS.includes(key)) {
    const message = `${quoted(key)} is a key of the whole file, but TOML made it a key of the last table above it`;
    report(reading, at, {
      code: "policy.misplaced_key",
      message,
      help: "move it above the first `[[rules]]` header",
      on: "key",
    });
    return;
  }
  const meant = nearest(key, known);
  const others = hint ?? `known are ${known.map((name) => `\`${name}\``).join(", ")}`;
  const help = meant === null ? others : `did you mean ${asWritten(meant, at, reading)}?`;
  report(reading, at, { code: `${what}.unknown_key`, message: `unknown key ${quoted(key)}`, help, on: "key" });
}

/** A key in the brackets of the header by which it was given, if it was. */
function asWritten(key: string, pointer: string, { source }: Reading): string {
  const brackets = /^\[*/.exec(source.text.slice(source.place(pointer)?.key ?? 0).slice(0, 2))?.[0].length ?? 0;
  return `\`${"[".repeat(brackets)}${key}${"]".repeat(brackets)}\``;
}
