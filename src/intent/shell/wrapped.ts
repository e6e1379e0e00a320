/** Wrappers: programs that run the command in their own words. */

import type { Text } from "../../kernel/request.ts";
import { readOptions } from "./option.ts";
import {
  NOTHING,
  type Run,
  runtimeWord,
  type Stdin,
  scriptText,
  stdinRuns,
  textOf,
  type Unwrapped,
  unknownOption,
  type Where,
  withHoles,
} from "./run.ts";
import type { Word } from "./syntax.ts";
import { isLiteral } from "./text.ts";
import type { Wrapper } from "./wrapper.ts";

/** Reads a wrapper's words by its row. */
export function readWrapper(words: readonly Word[], wrapper: Wrapper, stdin: Stdin): Unwrapped {
  const options = readOptions(words, 1, wrapper);
  if (options.unknown !== null) return unknownOption(words, options.unknown);
  const given = new Map(options.given);
  if (hasAny(given, wrapper.quiet)) return NOTHING;
  let at = options.at;
  if (wrapper.assignments && textOf(words[at]) === "-") at += 1;
  for (
    let operands = hasAny(given, wrapper.direct) ? 0 : (wrapper.operands ?? 0);
    operands > 0 && at < words.length;
    operands -= 1
  ) {
    at += 1;
    if (wrapper.script === undefined && wrapper.rest !== "joined") continue;
    const more = readOptions(words, at, wrapper);
    if (more.unknown !== null) break;
    for (const [name, value] of more.given) given.set(name, value);
    at = more.at;
  }
  if (wrapper.assignments) at = skipAssignments(words, at);
  const where = whereOf(wrapper, given);
  const runs = [...scriptOptions(wrapper, given, where), ...restRuns(words.slice(at), { wrapper, given, where })];
  if (runs.length > 0 || !isShell(wrapper, given, at - options.at)) return { runs, doubt: null };
  return stdinRuns(stdin);
}

function hasAny(given: ReadonlyMap<string, unknown>, names: string | undefined): boolean {
  return names?.split(" ").some((name) => given.has(name)) ?? false;
}

function whereOf(wrapper: Wrapper, given: ReadonlyMap<string, unknown>): Where {
  if (wrapper.elsewhere === "always" || hasAny(given, wrapper.elsewhere)) return "elsewhere";
  return wrapper.here ? "here" : "forked";
}

function isShell(wrapper: Wrapper, given: ReadonlyMap<string, unknown>, operands: number): boolean {
  const isDue = wrapper.shell === "always" || (wrapper.shell === "operand" && operands > 0);
  return isDue || hasAny(given, wrapper.shell);
}

function skipAssignments(words: readonly Word[], from: number): number {
  let at = from;
  while (/^[^=/]+=/.test(textOf(words[at]))) at += 1;
  return at;
}

function scriptOptions(wrapper: Wrapper, given: ReadonlyMap<string, Text | null>, where: Where): readonly Run[] {
  const names = wrapper.script?.split(" ") ?? [];
  return names.flatMap((name): readonly Run[] => {
    const text = given.get(name) ?? null;
    return text === null ? [] : [{ kind: "script", text, where }];
  });
}

interface Rest {
  readonly wrapper: Wrapper;
  readonly given: ReadonlyMap<string, Text | null>;
  readonly where: Where;
}

function restRuns(words: readonly Word[], { wrapper, given, where }: Rest): readonly Run[] {
  if (words.length === 0) return [];
  const end = wrapper.rest === "joined" ? words.findIndex((word) => textOf(word).startsWith(":::")) : -1;
  if (wrapper.appends !== undefined && end !== -1) return restRuns(words.slice(0, end), { wrapper, given, where });
  const filled = wrapper.appends === undefined ? words : withAppended(words, wrapper.appends, given);
  if (wrapper.rest === "joined" && (wrapper.appends === undefined || words.some(isScript)))
    return [{ kind: "script", text: scriptText(filled), where }];
  if (wrapper.rest === "each") return words.map((word) => ({ kind: "script", text: word.text, where }));
  return [{ kind: "argv", words: filled, where, folder: folderOf(wrapper, given) }];
}

/** `env -C DIR`, `sudo -D DIR`: other options that lead elsewhere leave it unknown. */
function folderOf({ elsewhere }: Wrapper, given: ReadonlyMap<string, Text | null>): Text | undefined {
  const names = (elsewhere ?? "").split(" ").filter((name) => given.has(name));
  return names.length === 1 && /^(?:C|D|chdir)$/.test(names[0] ?? "")
    ? (given.get(names[0] ?? "") ?? undefined)
    : undefined;
}

/** GNU parallel quotes what it fills in, so that words without shell syntax stay the words they are. */
function isScript(word: Word): boolean {
  return !/^[\w./{}%+:=@,-]*$/.test(textOf(word));
}

/** xargs and its kin: run-time words at the end, or in the place of the given text. */
function withAppended(words: readonly Word[], names: string, given: ReadonlyMap<string, Text | null>): readonly Word[] {
  const name = names.split(" ").find((one) => given.has(one));
  const isPlaced = name !== undefined || words.some((word) => names === "I" && textOf(word).includes("{}"));
  const place = isPlaced ? (given.get(name ?? "") ?? "{}") : null;
  if (place === null) return [...words, runtimeWord("{}")];
  return isLiteral(place) && place !== "" ? words.map((word) => withHoles(word, place)) : [...words, runtimeWord("{}")];
}
