/** Brace expansion: `{a,b}` and `{1..3}` make several words of one. */

import { literalWord } from "./draft.ts";
import { innerSource, type Source } from "./source.ts";
import type { Word } from "./syntax.ts";
import { HOLE } from "./text.ts";
import { readWord } from "./word.ts";

const MAX_WORDS = 32;
const MAX_UNITS = 1024;
const SEQUENCE = /^(-?\d{1,6}|[A-Za-z])\.\.(-?\d{1,6}|[A-Za-z])(?:\.\.(-?\d{1,6}))?$/;

interface Group {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly string[];
}

/** The words that a word with braces stands for; one hole when that cannot be said within bounds. */
export function expandBraces(word: Word, source: Source): readonly Word[] {
  if (!word.braces) return [word];
  if (word.raw.length > MAX_UNITS || /[$`]\(|`/.test(word.raw)) return hasGroup(word.raw) ? [unknown(word)] : [word];
  const finished: string[] = [];
  const waiting = [word.raw];
  for (let raw = waiting.pop(); raw !== undefined; raw = waiting.pop()) {
    const group = findGroup(raw);
    if (group === null) finished.push(raw);
    else waiting.push(...spread(raw, group));
    if (finished.length + waiting.length > MAX_WORDS) return [unknown(word)];
  }
  if (finished.length === 1 && finished[0] === word.raw) return [word];
  return finished.map((raw) => (raw === "" ? literalWord("") : readWord(innerSource(raw, source))));
}

function hasGroup(raw: string): boolean {
  return raw.length > MAX_UNITS || findGroup(raw) !== null;
}

function unknown(word: Word): Word {
  return { ...literalWord(word.raw), text: HOLE, splits: true };
}

/** Last alternative first, because the caller takes from the end. */
function spread(raw: string, group: Group): readonly string[] {
  const before = raw.slice(0, group.from);
  const after = raw.slice(group.to);
  return group.parts.map((part) => before + part + after).reverse();
}

/** The first group that expands; a pair of braces without comma or sequence is text. */
function findGroup(raw: string): Group | null {
  const open: { readonly from: number; readonly commas: number[] }[] = [];
  const found: Group[] = [];
  for (let at = 0; at < raw.length; at = afterUnit(raw, at)) {
    const c = raw[at];
    if (c === "{") open.push({ from: at, commas: [] });
    else if (c === ",") open.at(-1)?.commas.push(at);
    else if (c === "}") {
      const group = close(raw, open.pop(), at);
      if (group !== null) found.push(group);
    }
  }
  return found.sort((a, b) => a.from - b.from)[0] ?? null;
}

function close(
  raw: string,
  open: { readonly from: number; readonly commas: readonly number[] } | undefined,
  at: number,
): Group | null {
  if (open === undefined) return null;
  const parts =
    open.commas.length === 0 ? sequence(raw.slice(open.from + 1, at)) : cut(raw, [open.from, ...open.commas, at]);
  return parts === null ? null : { from: open.from, to: at + 1, parts };
}

function cut(raw: string, borders: readonly number[]): readonly string[] {
  return borders.slice(1).map((border, index) => raw.slice((borders[index] ?? 0) + 1, border));
}

function sequence(text: string): readonly string[] | null {
  const [, first = "", last = "", step = "1"] = SEQUENCE.exec(text) ?? [];
  if (first === "" || /\d/.test(first) !== /\d/.test(last)) return null;
  const numeric = /\d/.test(first);
  const from = numeric ? Number(first) : first.charCodeAt(0);
  const to = numeric ? Number(last) : last.charCodeAt(0);
  const by = Math.max(1, Math.abs(Number(step)));
  const count = Math.min(MAX_WORDS + 1, Math.floor(Math.abs(to - from) / by) + 1);
  const values = Array.from({ length: count }, (_, index) => from + (to < from ? -1 : 1) * by * index);
  return values.map((value) => (numeric ? String(value) : String.fromCharCode(value)));
}

/** Behind a quoted string, an escape, a `${…}` or one character. */
function afterUnit(raw: string, at: number): number {
  const c = raw[at];
  if (c === "\\") return at + 2;
  if (c === "$" && raw[at + 1] === "{") return behind(raw, "}", at + 2);
  if (c === "'" || c === '"') return behind(raw, c, at + 1);
  return at + 1;
}

function behind(raw: string, mark: string, from: number): number {
  let at = from;
  while (at < raw.length && raw[at] !== mark) at += raw[at] === "\\" && mark !== "'" ? 2 : 1;
  return at + 1;
}
