/** Readers of the values of a payment document. */

import { parseDecimal } from "../../kernel/amount.ts";
import { formatInstant, parseInstant } from "../../kernel/instant.ts";
import { pointerOf, quoted } from "../../kernel/json-error.ts";
import { parseUrl } from "../../kernel/url.ts";
import { isRecord } from "../call.ts";
import { type Problem, report } from "./problem.ts";

/** Gives undefined for what it refuses and has reported. */
export type Read<T> = (value: unknown, pointer: string, problems: Problem[]) => T | undefined;

/** How a field is read, and what stands for it where it is left out: undefined when it must not be. */
export interface Field<T> {
  readonly read: Read<T>;
  readonly absent?: T;
}

export type Fields<T> = { readonly [K in keyof T]-?: Field<T[K]> };

export function required<T>(read: Read<T>): Field<T> {
  return { read };
}

/** A field that may be left out. */
export function optional<T>(read: Read<T>): Field<T | null> {
  return { read, absent: null };
}

/** A value that may be null. */
export function nullable<T>(read: Read<T>): Read<T | null> {
  return (value, pointer, problems) => (value === null ? null : read(value, pointer, problems));
}

/** An object that has these fields and no others. */
export function objectOf<T>(fields: Fields<T>): Read<T> {
  const known = Object.entries(fields) as readonly (readonly [string, Field<unknown>])[];
  return (value, pointer, problems) => {
    if (!isRecord(value)) return wrongType(value, "an object", { pointer, problems });
    const before = problems.length;
    const found = known.map(([name, field]) => [name, readField(value, name, { field, pointer, problems })] as const);
    for (const name of Object.keys(value)) if (!Object.hasOwn(fields, name)) unknownField(name, { pointer, problems });
    return problems.length === before ? (Object.fromEntries(found) as T) : undefined;
  };
}

interface Place {
  readonly pointer: string;
  readonly problems: Problem[];
}

function readField(
  object: Readonly<Record<string, unknown>>,
  name: string,
  { field, pointer, problems }: Place & { readonly field: Field<unknown> },
): unknown {
  const at = `${pointer}${pointerOf([name])}`;
  if (Object.hasOwn(object, name)) return field.read(object[name], at, problems);
  if (field.absent !== undefined) return field.absent;
  return report(problems, {
    pointer: at,
    code: "schema.missing_field",
    message: `the field ${quoted(name)} is missing`,
  });
}

function unknownField(name: string, { pointer, problems }: Place): void {
  const message = `unknown field ${quoted(name)}`;
  report(problems, { pointer: `${pointer}${pointerOf([name])}`, code: "schema.unknown_field", message });
}

export function wrongType(value: unknown, wanted: string, { pointer, problems }: Place): undefined {
  const message = `expected ${wanted}, found ${typeName(value)}`;
  return report(problems, { pointer, code: "schema.wrong_type", message });
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  const names: Readonly<Record<string, string>> = { string: "a string", boolean: "a boolean", object: "an object" };
  return names[typeof value] ?? "a number";
}

/** A string that a test turns into a value; null is what the test refuses, `wanted` is what it asks for. */
export function textAs<T>(wanted: string, test: (text: string) => T | null): Read<T> {
  return (value, pointer, problems) => {
    if (typeof value !== "string") return wrongType(value, "a string", { pointer, problems });
    const result = test(value);
    return result === null ? outOfRange(value, wanted, { pointer, problems }) : result;
  };
}

export function outOfRange(text: string, wanted: string, { pointer, problems }: Place): undefined {
  const message = `expected ${wanted}, found ${quoted(text)}`;
  return report(problems, { pointer, code: "schema.value_out_of_range", message });
}

export function matching(form: RegExp, wanted: string): Read<string> {
  return textAs(wanted, (text) => (form.test(text) ? text : null));
}

export function wordOf<T extends string>(...words: readonly T[]): Read<T> {
  const wanted = words.map((word) => `\`${word}\``).join(" or ");
  return textAs(wanted, (text) => words.find((word) => word === text) ?? null);
}

/** A string by its number of Unicode characters. */
export function textOfLength(min: number, max: number): Read<string> {
  return textAs(`${min} to ${max} characters`, (text) => {
    // More than two UTF-16 units a character there are none.
    const length = text.length > 2 * max ? text.length : [...text].length;
    return length >= min && length <= max ? text : null;
  });
}

const MAX_URL = 2048;

/** The address as written, if it is one. */
export const readUrl: Read<string> = textAs(`an http or https address of at most ${MAX_URL} characters`, (text) =>
  text.length <= MAX_URL && parseUrl(text) !== null ? text : null,
);

/** At most 18 fraction digits, as written; what the kernel reads exactly. */
const FINE = /\.[0-9]{19}/;

export const readAmount: Read<string> = textAs(
  "a decimal of at most 78 digits and 18 behind the point, without sign, exponent and superfluous zeros before it",
  (text) => (FINE.test(text) ? null : parseDecimal(text)),
);

export const readInstant: Read<string> = textAs("an instant such as `2026-11-20T12:00:00Z`", (text) => {
  const ms = parseInstant(text);
  return ms === null ? null : formatInstant(ms);
});

export const readAddress: Read<string> = matching(/^0x[a-fA-F0-9]{40}$/, "`0x` and 40 hexadecimal digits");
