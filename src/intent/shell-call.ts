/** Where a call of a shell tool holds its command, and in which directory that starts. */

import { textOf } from "./argument.ts";
import { type Fields, isRecord } from "./call.ts";

/** Other names under which products hand over a command: no rule hears them, but the guard of Writ's own files does. */
const COMMAND_FIELDS: readonly string[] = ["command", "cmd", "script", "commands", "command_line", "commandLine"];

const DIRECTORY_FIELDS: readonly string[] = [
  "workdir", "cwd", "directory", "dir_path", "working_directory", "workingDirectory", "working_dir",
]; // biome-ignore format: one list, not one name a line

/** One string is a script; several elements, or a list in the command field, are an argv; null when none is found. */
export function shellInput(args: readonly unknown[] | Fields, field: string): string | readonly string[] | null {
  if (!isRecord(args)) return inputOf(args.length === 1 ? onlyText(args[0]) : args, field);
  const input = inputOf(own(args, field), field);
  const more = inputOf(own(args, "args") ?? own(args, "arguments"), "args");
  return input === null || more === null || more.length === 0 ? input : withOperands(input, more);
}

/** Commands under names that the tool does not know, each as a script. */
export function otherInputs(args: readonly unknown[] | Fields, field: string): readonly (string | readonly string[])[] {
  if (!isRecord(args)) return [];
  const names = COMMAND_FIELDS.filter((name) => name !== field && Object.hasOwn(args, name));
  return names.map((name) => inputOf(args[name], name)).filter((input) => input !== null);
}

/** A list inside a list is no command. */
function onlyText(value: unknown): unknown {
  return typeof value === "string" ? value : null;
}

function own(args: Fields, name: string): unknown {
  return Object.hasOwn(args, name) ? args[name] : null;
}

/** `{command: "rm", args: ["x"]}` is an argv; behind a script, nobody knows what quotes them. */
function withOperands(input: string | readonly string[], more: string | readonly string[]): string | readonly string[] {
  if (typeof more !== "string" && typeof input !== "string") return [...input, ...more];
  if (typeof more !== "string" && typeof input === "string" && !/\s/.test(input)) return [input, ...more];
  return [input, more].flat().join(" ");
}

function inputOf(value: unknown, field: string): string | readonly string[] | null {
  if (typeof value === "string") return textOf(value, "/args", field);
  if (!Array.isArray(value) || !isTexts(value)) return null;
  const words = value.map((word) => textOf(word, "/args", field));
  return words.length === 1 ? (words[0] ?? null) : words;
}

/** A hole in a sparse list is no text. */
function isTexts(value: readonly unknown[]): value is readonly string[] {
  for (let i = 0; i < value.length; i++) if (typeof value[i] !== "string") return false;
  return true;
}

export function workingDirectory(args: Fields): string | null {
  for (const key of DIRECTORY_FIELDS) {
    const value = own(args, key);
    if (typeof value === "string" && value !== "") return textOf(value, "/args", key);
  }
  return null;
}
