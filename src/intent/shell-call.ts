/** Where a call of a shell tool holds its command, and what else of it may be one. */

import { type Leaf, leavesOf, plainParts, textOf } from "./argument.ts";
import { type Fields, isRecord } from "./call.ts";
import { isEnvironment } from "./shell-start.ts";

/** A script, or the words of a command. */
export type ShellInput = string | readonly string[];

/** Names, plain as in tool-table.ts, under which products hand over a command. */
const COMMANDS: ReadonlySet<string> = new Set([
  "command", "cmd", "script", "commands", "cmds", "scripts", "commandline", "cmdline", "shellcommand", "argv",
]); // biome-ignore format: one list, not one name a line

/** Fields whose words continue the command; the first that is there counts. */
const OPERANDS: readonly string[] = ["args", "arguments"];

/** One string is a script; several elements, or a list in the command field, are an argv; null when none is found. */
export function shellInput(args: readonly unknown[] | Fields, field: string): ShellInput | null {
  if (!isRecord(args)) return inputOf(args.length === 1 ? onlyText(args[0]) : args, field);
  const input = inputOf(own(args, field), field);
  const name = operandsField(args);
  const more = name === null ? null : inputOf(args[name], name);
  return input === null || more === null || more.length === 0 ? input : withOperands(input, more);
}

/** What the call holds beside the tool's own command. */
export interface Besides {
  /** Why the tool may run something else than its command, or null. */
  readonly why: string | null;
  /** Further commands: no rule hears them, but the guard of Writ's own files does. */
  readonly inputs: readonly ShellInput[];
}

const NOTHING: Besides = Object.freeze({ why: null, inputs: Object.freeze([]) });

/** Commands under names that the tool does not know, however those are spelt, and operands that are none. */
export function besidesCommand(args: readonly unknown[] | Fields, leaves: readonly Leaf[], field: string): Besides {
  if (!isRecord(args)) return NOTHING;
  const operands = operandsField(args);
  const others = leaves.filter(({ name, texts }) => isCommand(name, field, operands) && texts.some(isSaid));
  if (others[0] !== undefined)
    return { why: `another command stands in \`${others[0].name}\``, inputs: others.map(leafInput) };
  const isOdd = operands !== null && inputOf(args[operands], operands) === null;
  return isOdd ? { why: `\`${operands}\` is no list of words`, inputs: [] } : NOTHING;
}

/** The fields of a call that has more than its command. */
export function leavesBeside(args: readonly unknown[] | Fields, field: string): readonly Leaf[] {
  if (!isRecord(args)) return NO_LEAVES;
  const names = Object.keys(args);
  return names.length === 1 && names[0] === field ? NO_LEAVES : leavesOf(args);
}

const NO_LEAVES: readonly Leaf[] = Object.freeze([]);

function isCommand(name: string, field: string, operands: string | null): boolean {
  if (name === field || name === operands) return false;
  const parts = plainParts(name);
  return !parts.some(isEnvironment) && parts.some((part) => COMMANDS.has(part) || OPERANDS.includes(part));
}

function isSaid(text: string): boolean {
  return text !== "";
}

function leafInput({ texts }: Leaf): ShellInput {
  return texts.length === 1 ? (texts[0] ?? "") : texts;
}

function operandsField(args: Fields): string | null {
  return OPERANDS.find((name) => own(args, name) !== null && own(args, name) !== undefined) ?? null;
}

/** A list inside a list is no command. */
function onlyText(value: unknown): unknown {
  return typeof value === "string" ? value : null;
}

function own(args: Fields, name: string): unknown {
  return Object.hasOwn(args, name) ? args[name] : null;
}

/** `{command: "rm", args: ["x"]}` is an argv; behind a script, nobody knows what quotes them. */
function withOperands(input: ShellInput, more: ShellInput): ShellInput {
  if (typeof more !== "string" && typeof input !== "string") return [...input, ...more];
  if (typeof more !== "string" && typeof input === "string" && !/\s/.test(input)) return [input, ...more];
  return [input, more].flat().join(" ");
}

function inputOf(value: unknown, field: string): ShellInput | null {
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
