/** Expansions inside words: what follows `$`, backquotes and process substitutions. */

import { decodeAnsi } from "./ansi.ts";
import { isNamePart, isNameStart } from "./character.ts";
import { addHole, addText, type Draft, scratch } from "./draft.ts";
import { hasSubstitution, hide, noteExpression, noteParameter, noteSplit } from "./evaluation.ts";
import { deeper, expect, GrammarError, innerSource, noteParenthesis, noteVariable } from "./source.ts";

/** `${x:-…}` and its kin, where quotes inside double quotes are plain text. */
const WORD_OPERATOR = /[!#]?\w{0,64}(?:\[[^\]\s]{0,64}\])?:?[-=+?]/y;
const SPECIAL_PARAMETERS = "@*#?$!-";

/** Reads what begins with `$`. */
export function readDollar(draft: Draft): void {
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
    if (text.startsWith("\\\n", at + 1)) noteSplit(source.shared.evaluation, text.slice(at));
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
  const body = source.text.slice(start, at);
  const decoded = decodeAnsi(body);
  if (decoded === null && hasSubstitution(body)) hide(source.shared.evaluation, body);
  if (decoded === null) addHole(draft);
  else addText(draft, decoded);
}

function readSubstitution(draft: Draft): void {
  const { source } = draft;
  if (source.text[source.at + 2] === "(") {
    source.at += 3;
    deeper(source, () => skipArithmetic(scratch(draft)));
  } else {
    source.at += 1;
    noteParenthesis(source);
    source.at += 1;
    readList(draft);
  }
  addHole(draft);
}

/** Reads `<(…)` or `>(…)`. */
export function readProcess(draft: Draft): true {
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

/** Reads a substitution between backquotes. */
export function readBackquotes(draft: Draft): void {
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
  const start = source.at;
  deeper(source, () => {
    while (source.text[source.at] !== "}") readInside(inside, plainQuotes ? '$"`\\' : "$\"`\\'");
  });
  const raw = source.text.slice(start, source.at);
  noteParameter(source.shared.evaluation, raw, [...inside.pieces, inside.literal]);
  source.at += 1;
  addHole(draft);
}

/** `$((…))` and `((…))`; a parenthesis that turns out to open a subshell is refused. */
export function skipArithmetic(draft: Draft): void {
  const { source } = draft;
  const start = source.at;
  for (let open = 0; ; ) {
    const c = source.text[source.at];
    if (c === ")" && open === 0) break;
    if (c === "(") open += 1;
    if (c === ")") open -= 1;
    readInside(draft, '$"`\\');
  }
  const text = source.text.slice(start, source.at);
  if (/[A-Z]/.test(text) && /=|\+\+|--/.test(text)) noteVariable(source, text);
  noteExpression(source.shared.evaluation, text);
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
  if (live.includes(c)) draft.unit(draft);
  else source.at += 1;
}
