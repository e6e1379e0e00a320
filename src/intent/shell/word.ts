/** Reads one word: quotes, substitutions, expansions, process substitutions and array values. */

import { decodeAnsi } from "./ansi.ts";
import { isDelimiter, isNamePart, isNameStart, isPlain } from "./character.ts";
import { deeper, expect, GrammarError, innerSource, type Source, skipBlanks } from "./source.ts";
import type { List, Word } from "./syntax.ts";
import { fromPieces } from "./text.ts";

/** A word in the making: finished pieces, and the literal after the last hole. */
interface Draft {
  readonly source: Source;
  readonly start: number;
  readonly pieces: string[];
  literal: string;
  inDouble: boolean;
  /** An unquoted `[` was read. */
  bracket: boolean;
  glob: boolean;
  splits: boolean;
  quoted: boolean;
  readonly inner: List[];
}

const NO_LISTS: readonly List[] = [];
const ARRAY = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=$/;
const TILDE = /~[\w.+-]*(?=[/\s;&|()<>]|$)/y;
const IFS = /\$IFS\b|\$\{IFS\}/g;
/** `${x:-…}` and its kin, where quotes inside double quotes are plain text. */
const WORD_OPERATOR = /[!#]?\w{0,64}(?:\[[^\]\s]{0,64}\])?:?[-=+?]/y;
const SPECIAL_PARAMETERS = "@*#?$!-";

/** The word at the position; the caller has made sure that one begins there. */
export function readWord(source: Source): Word {
  const start = source.at;
  const { text } = source;
  let at = start;
  while (isPlain(text.charCodeAt(at))) at += 1;
  source.at = at;
  const raw = text.slice(start, at);
  if (raw !== "" && isDelimiter(text.charCodeAt(at)) && !isOpener(source)) return literalWord(raw);
  return readMixed(newDraft(source, start, raw));
}

export function literalWord(text: string): Word {
  return {
    raw: text,
    text,
    stand: null,
    glob: false,
    braces: false,
    splits: false,
    quoted: false,
    continued: false,
    inner: NO_LISTS,
  };
}

/** A here-document's body in which `$` and backquotes are live. */
export function readBody(source: Source): Word {
  const draft = newDraft(source, source.at, "");
  draft.inDouble = true;
  while (source.at < source.text.length) readQuotedUnit(draft, "");
  return finish(draft);
}

/** Reads up to the `))` that ends an arithmetic expression; gives the scripts in it. */
export function readArithmetic(source: Source): readonly List[] {
  const draft = newDraft(source, source.at, "");
  skipArithmetic(draft);
  return draft.inner;
}

function newDraft(source: Source, start: number, literal: string): Draft {
  return {
    source,
    start,
    literal,
    pieces: [],
    inDouble: false,
    bracket: false,
    glob: false,
    splits: false,
    quoted: false,
    inner: [],
  };
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

function finish(draft: Draft): Word {
  const written = draft.source.text.slice(draft.start, draft.source.at);
  const continued = written.includes("\\\n");
  const raw = continued && !written.includes("'") ? written.replaceAll("\\\n", "") : written;
  const text = draft.pieces.length === 0 ? draft.literal : fromPieces([...draft.pieces, draft.literal]);
  return {
    raw,
    text,
    stand: typeof text === "string" ? null : withBlanksForIfs(raw, text),
    glob: draft.glob,
    braces: hasBraces(raw),
    splits: draft.splits,
    quoted: draft.quoted,
    continued,
    inner: draft.inner.length === 0 ? NO_LISTS : draft.inner,
  };
}

function hasBraces(raw: string): boolean {
  const open = raw.indexOf("{");
  if (open === -1) return false;
  const inside = raw.slice(open, raw.lastIndexOf("}") + 1);
  return inside.includes(",") || inside.includes("..");
}

/** `rm${IFS}-rf` splits where the field separator stands, unless somebody changed it. */
function withBlanksForIfs(raw: string, text: readonly string[]): string | null {
  const found = raw.match(IFS);
  return found !== null && found.length === text.length - 1 ? text.join(" ") : null;
}

/** Reads the next unit outside quotes; false where the word ends. */
function readUnit(draft: Draft): boolean {
  const { source } = draft;
  const c = source.text[source.at];
  switch (c) {
    case "\\":
      readEscape(draft);
      return true;
    case "'":
      readSingle(draft);
      return true;
    case '"':
      readDouble(draft);
      return true;
    case "$":
      readDollar(draft);
      return true;
    case "`":
      readBackquotes(draft);
      return true;
    case "~":
      readTilde(draft);
      return true;
    case "\u0000":
      source.at += 1;
      addHole(draft);
      return true;
    case "<":
    case ">":
      return isOpener(source) && readProcess(draft);
    case "(":
      return readArray(draft);
    default:
      return readLiteral(draft);
  }
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
  else if (c === "\u0000") {
    source.at += 1;
    addHole(draft);
  } else readQuotedText(draft);
  return true;
}

const QUOTED_TEXT = /[^"$`\\\0]+|"/y;

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

function readDollar(draft: Draft): void {
  const { source } = draft;
  const { text, at } = source;
  const next = text[at + 1] ?? "";
  if (next === "(") readSubstitution(draft);
  else if (next === "{") readParameter(draft);
  else if (next === "[") throw new GrammarError("`$[` is not understood", source);
  else if (next === "'" && !draft.inDouble) readAnsi(draft);
  else if (next === '"' && !draft.inDouble) source.at += 1;
  else if (isNameStart(next.charCodeAt(0))) readName(draft);
  else if (next !== "" && (SPECIAL_PARAMETERS.includes(next) || (next >= "0" && next <= "9"))) {
    source.at += 2;
    addHole(draft);
  } else {
    source.at += 1;
    draft.literal += "$";
  }
}

function readName(draft: Draft): void {
  const { source } = draft;
  let at = source.at + 2;
  while (isNamePart(source.text.charCodeAt(at))) at += 1;
  source.at = at;
  addHole(draft);
}

function readAnsi(draft: Draft): void {
  const { source } = draft;
  const start = source.at + 2;
  let at = start;
  while (source.text[at] !== "'") {
    if (at >= source.text.length) throw new GrammarError("no closing quote", source);
    at += source.text[at] === "\\" ? 2 : 1;
  }
  source.at = at + 1;
  draft.quoted = true;
  const decoded = decodeAnsi(source.text.slice(start, at));
  if (decoded === null) addHole(draft);
  else addText(draft, decoded);
}

function readSubstitution(draft: Draft): void {
  const { source } = draft;
  if (source.text[source.at + 2] === "(") {
    source.at += 3;
    deeper(source, () => skipArithmetic(scratch(draft)));
  } else {
    source.at += 2;
    readList(draft);
  }
  addHole(draft);
}

function readProcess(draft: Draft): true {
  draft.source.at += 2;
  readList(draft);
  addHole(draft);
  return true;
}

/** A list up to the `)` that closes it; its here-documents must end inside. */
function readList(draft: Draft): void {
  const { source } = draft;
  const outer = source.heredocs;
  source.heredocs = [];
  draft.inner.push(deeper(source, () => source.productions.list(source)));
  expect(source, ")");
  if (source.heredocs.length > 0) throw new GrammarError("a here-document without its body", source);
  source.heredocs = outer;
}

function readBackquotes(draft: Draft): void {
  const { source } = draft;
  const start = source.at + 1;
  let at = start;
  while (source.text[at] !== "`") {
    if (at >= source.text.length) throw new GrammarError("no closing backquote", source);
    at += source.text[at] === "\\" ? 2 : 1;
  }
  const escapes = draft.inDouble ? /\\([$`\\"])/g : /\\([$`\\])/g;
  const inner = innerSource(source.text.slice(start, at).replace(escapes, "$1"), source);
  source.at = at + 1;
  draft.inner.push(deeper(inner, () => inner.productions.list(inner)));
  if (inner.at < inner.text.length) throw new GrammarError("expected the end", inner);
  addHole(draft);
}

/** `${…}`: its value is a hole, but the words inside may hold substitutions. */
function readParameter(draft: Draft): void {
  const { source } = draft;
  source.at += 2;
  if (/[\s|]/.test(source.text[source.at] ?? " ")) throw new GrammarError("expected a parameter", source);
  WORD_OPERATOR.lastIndex = source.at;
  const plainQuotes = draft.inDouble && WORD_OPERATOR.test(source.text);
  const inside = scratch(draft);
  deeper(source, () => {
    while (source.text[source.at] !== "}") readInside(inside, plainQuotes ? '$"`\\' : "$\"`\\'");
  });
  source.at += 1;
  addHole(draft);
}

/** `$((…))` and `((…))`; a parenthesis that turns out to open a subshell is refused. */
function skipArithmetic(draft: Draft): void {
  const { source } = draft;
  for (let open = 0; ; ) {
    const c = source.text[source.at];
    if (c === ")" && open === 0) break;
    if (c === "(") open += 1;
    if (c === ")") open -= 1;
    readInside(draft, '$"`\\');
  }
  expect(source, "))");
}

/** Reads one unit of an expression: what is not among the live marks is skipped. */
function readInside(draft: Draft, live: string): void {
  const { source } = draft;
  const c = source.text[source.at];
  if (c === undefined) throw new GrammarError("an expansion without its end", source);
  if ((c === "<" || c === ">") && !draft.inDouble && source.text[source.at + 1] === "(") {
    throw new GrammarError("a process substitution inside an expansion", source);
  }
  if (live.includes(c)) readUnit(draft);
  else source.at += 1;
}

/** A draft whose literal text nobody wants, but whose scripts run. */
function scratch(draft: Draft): Draft {
  return { ...draft, literal: "", pieces: [] };
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

/** A NUL stands for a hole: nobody can write one, and scripts in scripts have holes. */
function addText(draft: Draft, text: string): void {
  const [first, ...others] = text.split("\0");
  draft.literal += first ?? "";
  for (const other of others) {
    addHole(draft);
    draft.literal += other;
  }
}

function addHole(draft: Draft): void {
  if (draft.pieces.length === 0 || draft.literal !== "") draft.pieces.push(draft.literal);
  draft.literal = "";
  if (!draft.inDouble) draft.splits = true;
}
