/** Which files a command touches by its operands. */

import type { Touch } from "./analysis.ts";
import { type FileRow, rowOf } from "./program.ts";
import type { Word } from "./syntax.ts";
import { dropHead, headOf, isLiteral } from "./text.ts";
import { furtherTouches } from "./touch-special.ts";

/** A file that a command is given. */
export interface Operand extends Touch {
  /** Index of the word it stands in. */
  readonly index: number;
}

/** The operands of a command that are files, before the working directory is applied; the program itself comes last. */
export function operandsOf(program: string | null, words: readonly Word[]): readonly Operand[] {
  const row = rowOf(program, words);
  if (row === null) return [];
  const found: Operand[] = [];
  let skip = skipped(row, words);
  const end = row.leading ? words.length : endOfOptions(words);
  let isOver = false;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    if (index === end) continue;
    const option = index < end ? readOption(row, words, index) : assignment(row, word, index);
    isOver ||= row.leading === true && /^-[^HLP]|^[(!]/.test(headOf(word.text));
    if (option !== null) {
      found.push(...option.files);
      index += option.more;
    } else if (skip > 0) skip -= 1;
    else if (isOver) continue;
    else found.push({ path: pathOf(word), use: row.use, index });
  }
  return [...withInto(row, words, withLast(row, found)), ...furtherTouches(program ?? "", words)];
}

interface OptionRead {
  readonly files: readonly Operand[];
  /** How many further words belong to it. */
  readonly more: number;
}

/** An option with its value, or null for an operand. */
function readOption(row: FileRow, words: readonly Word[], index: number): OptionRead | null {
  const word = words[index];
  const head = headOf(word?.text ?? "");
  if (word === undefined || !/^-./s.test(head)) return assignment(row, word, index);
  const name = nameOf(row, head);
  const use = row.options !== undefined && Object.hasOwn(row.options, name) ? row.options[name] : undefined;
  const value = name === head ? null : valueIn(word, name, use !== undefined);
  if (value !== null)
    return { files: [{ path: value, use: use ?? (row.use === "read" ? "read" : "unknown"), index }], more: 0 };
  if (use !== undefined) {
    const next = words[index + 1];
    return { files: next === undefined ? [] : [{ path: pathOf(next), use, index: index + 1 }], more: 1 };
  }
  return { files: [], more: isLiteral(word.text) && takesNext(row, head) ? 1 : 0 };
}

/** `dd of=FILE` */
function assignment(row: FileRow, word: Word | undefined, index: number): OptionRead | null {
  if (row.assignments === undefined || word === undefined) return null;
  const name = headOf(word.text).split("=")[0] ?? "";
  const use = row.assignments[name];
  if (use === undefined) return { files: [], more: 0 };
  return { files: [{ path: dropHead(pathOf(word), name.length + 1), use, index }], more: 0 };
}

/** The value in the same word: `--name=value`, `-nvalue` where the option has one, or where it looks like a path. */
function valueIn(word: Word, name: string, isKnown: boolean): Touch["path"] | null {
  const head = headOf(word.text);
  if (name.startsWith("--")) return head.includes("=") ? dropHead(word.text, name.length + 1) : null;
  const from = isKnown ? head.indexOf(name[1] ?? "", 1) + 1 : 2;
  const value = dropHead(word.text, from);
  return value !== "" && (isKnown || /[/.]/.test(head)) ? value : null;
}

function takesNext(row: FileRow, head: string): boolean {
  return !head.startsWith("--") && (row.valued?.includes(head.at(-1) ?? "") ?? false);
}

function nameOf(row: FileRow, head: string): string {
  if (row.options !== undefined && Object.hasOwn(row.options, head)) return head;
  if (head.startsWith("--")) return head.split("=")[0] ?? "";
  return optionIn(row, head) ?? head.slice(0, 2);
}

/** The first option of a cluster that has a file for its value: `-sSLo FILE`. */
function optionIn({ options, valued }: FileRow, head: string): string | null {
  for (let index = 1; options !== undefined && index < head.length && /\w/.test(head[index] ?? ""); index += 1) {
    if (Object.hasOwn(options, `-${head[index]}`)) return `-${head[index]}`;
    if (valued?.includes(head[index] ?? "")) return null;
  }
  return null;
}

function endOfOptions(words: readonly Word[]): number {
  const end = words.findIndex((word) => word.text === "--");
  return end === -1 ? words.length : end;
}

/** Leading operands that are no files: a pattern, a mode, a subcommand. */
function skipped(row: FileRow, words: readonly Word[]): number {
  const given = row.instead !== undefined && words.some((word) => row.instead?.test(headOf(word.text)));
  return given ? 0 : (row.skip ?? 0);
}

function withLast(row: FileRow, found: readonly Operand[]): readonly Operand[] {
  const last = found.at(-1);
  if (row.last === undefined || last === undefined || found.length < 2) return found;
  return [...found.slice(0, -1), { ...last, use: row.last }];
}

/** `cp x/policy.toml .` writes `./policy.toml`; only what can be nothing else is taken for a directory. */
function withInto(row: FileRow, words: readonly Word[], found: readonly Operand[]): readonly Operand[] {
  if (row.into === undefined || found.length < 2) return found;
  const target = row.last === undefined ? found.find((one) => one.use === "write") : found.at(-1);
  if (target === undefined || !isLiteral(target.path) || !MAY_BE_DIRECTORY.test(target.path)) return found;
  const folder = target.path;
  const names = found.filter((one) => one !== target).map(({ path }) => lastSegment(path));
  const inside = names.filter((name) => name !== "" && words.length > 1);
  return [
    ...found,
    ...inside.map((name): Operand => ({ path: `${folder}/${name}`, use: "write", index: target.index })),
  ];
}

const MAY_BE_DIRECTORY = /(?:^|\/)(?:\.{1,2}|\.[^./]+|~[^/]*)$|\/$/;

/** Of `host:path` too. */
function lastSegment(path: Touch["path"]): string {
  const tail = isLiteral(path) ? path : (path.at(-1) ?? "");
  return isLiteral(path) || tail.includes("/")
    ? tail
        .replace(/\/+$/, "")
        .replace(/^.*[/:]/s, "")
        .replace(/^\.+$/, "")
    : "";
}

/** A pattern stands for the names it matches. */
function pathOf(word: Word): Touch["path"] {
  return word.text;
}
