/** Reads the options of a command by a table row. */

import type { Text } from "../../kernel/request.ts";
import type { Word } from "./syntax.ts";
import { isLiteral } from "./text.ts";

/** Which options a program has; names of long options are separated by blanks. */
export interface OptionRow {
  /** Short options without a value; `*` stands for every other letter or digit. */
  readonly flags?: string;
  /** Short options with a value, in the same word or the next. */
  readonly valued?: string;
  readonly long?: string;
  readonly longValued?: string;
}

/** What was given before the first operand. */
export interface Options {
  /** Index of the first operand. */
  readonly at: number;
  /** Options that were given, short ones by their letter; the last value, or null. */
  readonly given: ReadonlyMap<string, Text | null>;
  /** The first option that the row does not know, or null. */
  readonly unknown: string | null;
}

/** Reads options from `from` up to the first operand or `--`. */
export function readOptions(words: readonly Word[], from: number, row: OptionRow): Options {
  const given = new Map<string, Text | null>();
  let unknown: string | null = null;
  let at = from;
  for (; at < words.length; at += 1) {
    const text = words[at]?.text ?? "";
    const option = isLiteral(text) ? text : (text[0] ?? "");
    if (option === "--" && isLiteral(text)) return { at: at + 1, given, unknown };
    if (!/^-./s.test(option)) break;
    const read = option.startsWith("--") ? readLong(option, row) : readShort(option, row);
    if (read === null || (!isLiteral(text) && read.value === null)) unknown ??= option;
    for (const name of read?.names ?? []) given.set(name, read?.value ?? null);
    if (read?.takesNext) {
      at += 1;
      given.set(read.names.at(-1) ?? "", words[at]?.text ?? "");
    }
  }
  return { at, given, unknown };
}

interface Read {
  readonly names: readonly string[];
  readonly value: string | null;
  readonly takesNext: boolean;
}

function readLong(option: string, row: OptionRow): Read | null {
  const [name = "", ...rest] = option.slice(2).split("=");
  const value = rest.length === 0 ? null : rest.join("=");
  const valued = longName(name, row.longValued);
  const known = valued ?? longName(name, row.long);
  if (known === null) return null;
  return { names: [known], value, takesNext: valued !== null && value === null };
}

/** The option that `name` names or begins. */
function longName(name: string, known: string | undefined): string | null {
  const names = known?.split(" ") ?? [];
  return names.find((one) => one === name) ?? names.find((one) => one.startsWith(name)) ?? null;
}

function readShort(option: string, row: OptionRow): Read | null {
  const names: string[] = [];
  for (let index = 1; index < option.length; index += 1) {
    const letter = option[index] ?? "";
    names.push(letter);
    if (row.valued?.includes(letter)) {
      const value = option.slice(index + 1);
      return { names, value: value === "" ? null : value, takesNext: value === "" };
    }
    const isFlag = row.flags?.includes(letter) || (row.flags?.includes("*") && /\w/.test(letter));
    if (!isFlag) return null;
  }
  return { names, value: null, takesNext: false };
}
