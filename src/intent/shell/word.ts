/** Reads one word: quotes, tildes, array values; expansions are read by their own file. */

import { isDelimiter, isPlain } from "./character.ts";
import { addHole, addText, type Draft, finish, literalWord, newDraft } from "./draft.ts";
import { readBackquotes, readDollar, readProcess, skipArithmetic } from "./expansion.ts";
import { GrammarError, type Source, skipBlanks } from "./source.ts";
import type { List, Word } from "./syntax.ts";

const ARRAY = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=$/;
const TILDE = /~[\w.+-]*(?=[/\s;&|()<>]|$)/y;
const QUOTED_TEXT = /[^"$`\\\0]+|"/y;

const UNITS: ReadonlyMap<string, (draft: Draft) => void> = new Map([
  ["\\", readEscape],
  ["'", readSingle],
  ['"', readDouble],
  ["$", readDollar],
  ["`", readBackquotes],
  ["~", readTilde],
  ["\0", readMark],
]);

/** The word at the position; the caller has made sure that one begins there. */
export function readWord(source: Source): Word {
  const start = source.at;
  const { text } = source;
  let at = start;
  while (isPlain(text.charCodeAt(at))) at += 1;
  source.at = at;
  const raw = text.slice(start, at);
  if (raw !== "" && isDelimiter(text.charCodeAt(at)) && !isOpener(source)) return literalWord(raw);
  return readMixed(newDraft(source, start, readUnit));
}

/** A here-document's body in which `$` and backquotes are live. */
export function readBody(source: Source): Word {
  const draft = newDraft(source, source.at, readUnit);
  draft.inDouble = true;
  while (source.at < source.text.length) readQuotedUnit(draft, "");
  return finish(draft);
}

/** Reads up to the `))` that ends an arithmetic expression; gives the scripts in it. */
export function readArithmetic(source: Source): readonly List[] {
  const draft = newDraft(source, source.at, readUnit);
  skipArithmetic(draft);
  return draft.inner;
}

/** `(` and `<(` continue a word in two places: after `name=` and as a process substitution. */
function isOpener({ text, at }: Source): boolean {
  const c = text[at];
  return c === "(" ? text[at - 1] === "=" : (c === "<" || c === ">") && text[at + 1] === "(";
}

function readMixed(draft: Draft): Word {
  const { source } = draft;
  while (readUnit(draft));
  if (source.at === draft.start) throw new GrammarError("expected a word", source);
  return finish(draft);
}

/** Reads the next unit outside quotes; false where the word ends. */
function readUnit(draft: Draft): boolean {
  const { source } = draft;
  const c = source.text[source.at] ?? "";
  if (c === "<" || c === ">") return isOpener(source) && readProcess(draft);
  if (c === "(") return readArray(draft);
  const read = UNITS.get(c);
  if (read === undefined) return readLiteral(draft);
  read(draft);
  return true;
}

function readMark(draft: Draft): void {
  draft.source.at += 1;
  addHole(draft);
}

function readLiteral(draft: Draft): boolean {
  const { source } = draft;
  const { text } = source;
  const start = source.at;
  let at = start;
  if (isDelimiter(text.charCodeAt(at))) return false;
  const c = text[at];
  if (c === "*" || c === "?" || (c === "]" && draft.bracket)) draft.glob = true;
  if (c === "[") draft.bracket = true;
  at += 1;
  while (isPlain(text.charCodeAt(at))) at += 1;
  source.at = at;
  draft.literal += text.slice(start, at);
  return true;
}

function readEscape(draft: Draft): void {
  const { source } = draft;
  const next = source.text[source.at + 1];
  if (next === undefined) throw new GrammarError("nothing after `\\`", source);
  source.at += 2;
  draft.quoted = true;
  if (next !== "\n") addText(draft, next);
}

function readSingle(draft: Draft): void {
  const { source } = draft;
  draft.quoted = true;
  addText(draft, takeThrough(source, source.at + 1, "'"));
}

/** The text from `from` to the next closing mark, which is consumed too. */
function takeThrough(source: Source, from: number, close: string): string {
  const end = source.text.indexOf(close, from);
  if (end === -1) throw new GrammarError(`no closing ${close === "'" ? "quote" : close}`, source);
  source.at = end + close.length;
  return source.text.slice(from, end);
}

function readDouble(draft: Draft): void {
  const { source } = draft;
  const outer = draft.inDouble;
  draft.quoted = true;
  draft.inDouble = true;
  source.at += 1;
  while (readQuotedUnit(draft, '"'));
  source.at += 1;
  draft.inDouble = outer;
}

/** Reads the next unit inside double quotes or a here-document; false at the closing mark. */
function readQuotedUnit(draft: Draft, close: string): boolean {
  const { source } = draft;
  const { text } = source;
  const c = text[source.at];
  if (c === undefined) throw new GrammarError("no closing double quote", source);
  if (c === close) return false;
  if (c === "$") readDollar(draft);
  else if (c === "`") readBackquotes(draft);
  else if (c === "\\") readQuotedEscape(draft, close);
  else if (c === "\0") readMark(draft);
  else readQuotedText(draft);
  return true;
}

function readQuotedText(draft: Draft): void {
  const { source } = draft;
  QUOTED_TEXT.lastIndex = source.at;
  const found = QUOTED_TEXT.exec(source.text)?.[0] ?? "";
  source.at += found.length;
  draft.literal += found;
}

function readQuotedEscape(draft: Draft, close: string): void {
  const { source } = draft;
  const next = source.text[source.at + 1] ?? "";
  source.at += next === "" ? 1 : 2;
  if (next === "\n") return;
  const special = next === "$" || next === "`" || next === "\\" || (next !== "" && next === close);
  draft.literal += special ? next : `\\${next}`;
}

/** `~/x` stays as written; `~user`, `~+` and `~-` are known at run time only. */
function readTilde(draft: Draft): void {
  const { source } = draft;
  TILDE.lastIndex = source.at;
  const found = source.at === draft.start ? TILDE.exec(source.text)?.[0] : undefined;
  source.at += found?.length ?? 1;
  if (found === undefined || found === "~") draft.literal += "~";
  else addHole(draft);
}

/** The value of `name=(…)`. */
function readArray(draft: Draft): boolean {
  const { source } = draft;
  if (draft.quoted || draft.pieces.length > 0 || !ARRAY.test(draft.literal)) return false;
  source.at += 1;
  draft.literal += "(";
  for (skipLines(source); source.text[source.at] !== ")"; skipLines(source)) {
    const word = readWord(source);
    if (typeof word.text === "string") draft.literal += ` ${word.text}`;
    else addHole(draft);
    draft.inner.push(...word.inner);
  }
  source.at += 1;
  draft.literal += ")";
  return true;
}

function skipLines(source: Source): void {
  skipBlanks(source);
  while (source.text[source.at] === "\n") {
    source.at += 1;
    skipBlanks(source);
  }
}
