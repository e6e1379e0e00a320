/** Readers of single values and lists. */

import { parseDecimal } from "../kernel/amount.ts";
import { parseGlob } from "../kernel/glob.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import { quoted } from "../kernel/json-error.ts";
import { GLOB_PROBLEMS } from "./glob-problem.ts";
import { type Finding, type Read, type Reading, report } from "./reading.ts";
import { rawText } from "./source.ts";
import { nearest } from "./suggest.ts";
import { type Spot, wrongType } from "./table.ts";

export const readBoolean: Read<boolean> = (value, pointer, reading) =>
  typeof value === "boolean" ? value : wrongType(value, "true or false", { pointer, reading });

/** Any string, the empty one too. */
export const readText: Read<string> = (value, pointer, reading) =>
  typeof value === "string" ? value : wrongType(value, "a string", { pointer, reading });

/** A string that is not empty. */
export const readString: Read<string> = (value, pointer, reading) => {
  if (value === "") return report(reading, pointer, { code: "value.empty", message: "an empty string" });
  return readText(value, pointer, reading);
};

/** A string of a given form, which the finding names. */
export function matching(form: RegExp, finding: Finding): Read<string> {
  return (value, pointer, reading) => {
    const text = readText(value, pointer, reading);
    return text === undefined || form.test(text) ? text : report(reading, pointer, finding);
  };
}

/** One of the words of a table, as what the table says it means. */
export function wordOf<T>(words: Readonly<Record<string, T>>): Read<T> {
  return (value, pointer, reading) => {
    const word = readText(value, pointer, reading);
    if (word === undefined) return;
    return Object.hasOwn(words, word) ? words[word] : report(reading, pointer, unknownWord(word, Object.keys(words)));
  };
}

/** What is wrong with a word that is none of the known ones. */
export function unknownWord(word: string, known: readonly string[]): Finding {
  const meant = nearest(word, known);
  const help =
    meant === null ? `expected ${known.map((one) => `\`${one}\``).join(", ")}` : `did you mean \`${meant}\`?`;
  return { code: "value.unknown_word", message: `unknown word ${quoted(word)}`, help };
}

/** A list whose items are read alike; those that are refused are left out. */
export function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (value, pointer, reading) => {
    if (!Array.isArray(value)) return wrongType(value, "a list", { pointer, reading });
    return value.map((item, index) => read(item, `${pointer}/${index}`, reading)).filter((item) => item !== undefined);
  };
}

/** One value, or a list of at least one. */
export function oneOrMore<T>(read: Read<T>): Read<readonly T[]> {
  const readList = listOf(read);
  return (value, pointer, reading) => {
    if (Array.isArray(value) && value.length > 0) return readList(value, pointer, reading);
    if (Array.isArray(value)) return report(reading, pointer, { code: "value.empty", message: "an empty list" });
    const one = read(value, pointer, reading);
    return one === undefined ? undefined : [one];
  };
}

const MAX_PATTERN = 65_536;
const TOO_LONG: string = `a pattern of over ${MAX_PATTERN} characters`;

/** A glob; a blank at either end is a warning. */
export const readGlob: Read<string> = (value, pointer, reading) => {
  const pattern = readText(value, pointer, reading);
  if (pattern === undefined) return;
  if (pattern.length > MAX_PATTERN) return report(reading, pointer, { code: "value.glob", message: TOO_LONG });
  const glob = parseGlob(pattern);
  if (glob.kind === "glob") return warnOfBlanks(pattern, pointer, reading);
  const { message, help } = GLOB_PROBLEMS[glob.flaw];
  return report(reading, pointer, {
    code: "value.glob",
    message: `bad pattern ${quoted(pattern)}: ${message}`,
    help,
    skip: skipTo(pattern, glob.at, { reading, pointer }),
  });
};

/** The column of a character of a string, if the string is written without escapes; else that of the string. */
export function skipTo(text: string, at: number, { reading: { source }, pointer }: Spot): number {
  const start = source.place(pointer)?.value ?? source.text.length;
  return source.text.startsWith(text, start + 1) ? at + 1 : 0;
}

function warnOfBlanks(pattern: string, pointer: string, reading: Reading): string {
  if (pattern.trim() !== pattern) {
    const message = `the pattern ${quoted(pattern)} begins or ends with a blank, which must match too`;
    report(reading, pointer, {
      severity: "warning",
      code: "rule.blank_in_pattern",
      message,
      help: "remove the blank, or write `*`",
    });
  }
  return pattern;
}

/** An exact unsigned decimal as canonical text: an integer, a number by its text, or a string. */
export const readDecimal: Read<string> = (value, pointer, reading) => {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint")
    return wrongType(value, "a decimal", { pointer, reading });
  const text = typeof value === "number" ? rawText(reading.source, pointer).replaceAll("_", "") : String(value);
  const decimal = parseDecimal(text);
  if (decimal !== null) return decimal;
  const help = "write digits, with a point if need be: no sign, no exponent, at most 78 digits before and 36 behind it";
  return report(reading, pointer, {
    code: "value.decimal",
    message: `${quoted(text)} is not an unsigned decimal`,
    help,
  });
};

const LOCAL = /^\d{4}-\d\d-\d\d(?:T[\d:.]*)?$/;

/** An instant as RFC 3339 text in UTC: a TOML date and time with offset, or a string. */
export const readInstant: Read<string> = (value, pointer, reading) => {
  if (typeof value !== "string" && !(value instanceof Date))
    return wrongType(value, "a date and time", { pointer, reading });
  const text = typeof value === "string" ? value : tomlInstant(rawText(reading.source, pointer));
  const ms = parseInstant(text);
  if (ms !== null) return formatInstant(ms);
  const isLocal = LOCAL.test(text);
  const message = isLocal
    ? `${quoted(text)} has no offset from UTC`
    : `${quoted(text)} is not a date and time that exists`;
  return report(reading, pointer, { code: "value.instant", message, help: "write it like `2026-11-20T12:00:00Z`" });
};

const TOML_INSTANT = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?$/;

/** TOML also permits a blank for the `T`, lower case, and a time without seconds. */
function tomlInstant(text: string): string {
  return text.replace(
    TOML_INSTANT,
    (_, day, minute, second = ":00", offset = "") => `${day}T${minute}${second}${offset.toUpperCase()}`,
  );
}
