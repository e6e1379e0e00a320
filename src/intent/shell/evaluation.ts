/**
 * Code in literals that the shell runs when it evaluates them: as arithmetic, as a name with a subscript, as a prompt.
 *
 * Any literal of the line may become the value that is evaluated (`x='a[$(id)]'; (( x ))`), so a line that has both a
 * substitution kept in quotes and a construct that evaluates is not understood.
 */

import { decodeAnsi } from "./ansi.ts";
import type { Word } from "./syntax.ts";
import { headOf, isLiteral } from "./text.ts";

/** What one analysis has found so far. */
export interface Evaluation {
  /** Literals with a substitution that nothing has read as a script. */
  readonly hidden: Set<string>;
  /** Something with a name or a value in it is evaluated as arithmetic, or as a name that may have a subscript. */
  arithmetic: boolean;
  /** A literal has a bracket: only what stands in a subscript runs. */
  bracket: boolean;
  /** A text is expanded once more as it is: a prompt, or the words of a completion. */
  prompt: boolean;
  /** A builtin assigns a text that may be the value of an array: then it is read as `NAME=(…)` is. */
  array: boolean;
  /** A literal ends in `$`, and one begins with `(`: put together they are a substitution. */
  dollar: boolean;
  parenthesis: boolean;
  /** Why the line is not understood, whatever else it holds, or null. */
  why: string | null;
}

/** The escapes of `$` and of a backquote that `printf` and prompts decode. */
const ESCAPE = /\\(?:0{0,2}44|x24|[uU]0{0,6}24|0?140|x60|[uU]0{0,6}60)/;
const SUBSTITUTION = new RegExp(`\\$\\(|\`|${ESCAPE.source}`);
/** A bracket that may open a subscript: at the start of a text, or behind a name. */
const BRACKET = /(?:^|\w)\[|\\(?:0?133|x5b|u0{0,6}5b)/i;
const ASSIGNED = /^[A-Za-z_]\w*\+?=/;
const PROMPT = /^(?:PS[0-4]|PROMPT_COMMAND|ENV|MAILPATH)\+?=/;
/** Variables whose value is always arithmetic. */
const INTEGER = /^(?:S?RANDOM|SECONDS|OPTIND|HISTCMD|LINENO|BASHPID|E?UID|PPID)(?:\+?=|$)/;
/** `a[…]=`, and the descriptor variable `{a[…]}>`. */
const SUBSCRIPTED = /^\{?[A-Za-z_]\w*\[/;
const ARRAY = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=\(/;
/** Tables of the shell that say what a name runs. */
const TABLE = /^(?:-v)?BASH_(?:(?:ALIASES|CMDS)(?:\[|\+?=)|FUNC_.*=)/;
const COMMENT = /(?:^|\s)#/;
const NAMED = /[A-Za-z_$'"\\`]/;
/** `${x:…}` and `${a[…]}`, but neither `${x:-…}` nor `${a[@]}`; `${!x}` is a name that the value of another tells. */
const PARAMETER = /^!|:(?![-=+?])|\[(?![@*]\])/;

/** The state with which an analysis begins. */
export function newEvaluation(): Evaluation {
  return {
    hidden: new Set(),
    arithmetic: false,
    bracket: false,
    prompt: false,
    array: false,
    dollar: false,
    parenthesis: false,
    why: null,
  };
}

/** Why the line is not understood, or null. */
export function evaluatedCode(evaluation: Evaluation): string | null {
  const { hidden, arithmetic, bracket, prompt, array, dollar, parenthesis, why } = evaluation;
  if (why !== null || !(hidden.size > 0 || (dollar && parenthesis))) return why;
  if (prompt) return "a substitution in quotes, where a text is expanded once more";
  if (array && parenthesis) return "a substitution in quotes, where arrays are assigned";
  return arithmetic && bracket ? "a substitution in quotes, where values are evaluated" : null;
}

/** The text of `((…))`, `$((…))` or of the head of a `for`. */
export function noteExpression(evaluation: Evaluation, text: string): void {
  evaluation.arithmetic ||= NAMED.test(text);
  if (/\\[$`]/.test(text)) hide(evaluation, withoutEscapes(text));
}

/** What stands between the braces of `${…}`; `literals` are the texts in it that are not live. */
export function noteParameter(evaluation: Evaluation, written: string, literals: readonly string[]): void {
  const raw = written.replaceAll("\\\n", "");
  if (raw.endsWith("@P") || raw.startsWith("(")) evaluation.why ??= `\`${raw}\` evaluates its value`;
  const from = raw.search(PARAMETER);
  evaluation.arithmetic ||= from !== -1 && NAMED.test(raw.slice(from));
  if (literals.some((text) => /[$`]/.test(text))) hide(evaluation, withoutEscapes(raw));
}

/** A token that a line continuation splits, such as `$` and `(`: the shell joins it, and it is not read here. */
export function noteSplit(evaluation: Evaluation, rest: string): void {
  if (evaluation.why !== null) return;
  evaluation.why = "a line continuation inside a token";
  hide(evaluation, rest.replaceAll("\\\n", ""));
}

function withoutEscapes(text: string): string {
  return text.replace(/\\([$`])/g, "$1");
}

/** The words of `[[ … ]]`, operators included. */
export function noteTest(evaluation: Evaluation, words: readonly Word[]): void {
  evaluation.arithmetic ||= words.some(({ raw }) => /^-(?:v|R|eq|ne|l[te]|g[te])$/.test(raw));
}

/** A variable that the line sets without an assignment. */
export function noteName(evaluation: Evaluation, name: string): void {
  evaluation.prompt ||= /^PS[0-4]$/.test(name);
  evaluation.arithmetic ||= INTEGER.test(name);
}

/** A text that holds a substitution, as it stands and as `printf` decodes it. */
export function hide(evaluation: Evaluation, text: string): void {
  evaluation.hidden.add(text);
  if (ESCAPE.test(text)) evaluation.hidden.add(decodeAnsi(text) ?? text);
  evaluation.bracket ||= BRACKET.test(text);
}

/** True for a text in which something stands that a second reading would substitute. */
export function hasSubstitution(text: string): boolean {
  return SUBSTITUTION.test(text);
}

/** Words whose text may become a value. */
export function noteLiterals(evaluation: Evaluation, words: readonly Word[]): void {
  for (const word of words) noteLiteral(evaluation, word);
}

/** Words in which nothing stands that is looked for: most words of most lines. */
const INNOCENT = /^(?:[A-Za-z]=)?[a-z0-9._/-]*$/;

function noteLiteral(evaluation: Evaluation, { raw, text }: Word): void {
  if (INNOCENT.test(raw)) return;
  const head = headOf(text);
  noteName(evaluation, head);
  if (TABLE.test(head)) evaluation.why ??= `\`${raw}\` says what a name runs`;
  const isArray = ARRAY.test(raw);
  const isSubscripted = SUBSCRIPTED.test(raw) || (isArray && raw.includes("["));
  evaluation.arithmetic ||= isSubscripted;
  evaluation.bracket ||= isSubscripted;
  const pieces = isLiteral(text) ? [text] : text;
  const isPrompt = PROMPT.test(head);
  pieces.forEach((piece, at) => {
    const value = at === 0 ? piece.replace(ASSIGNED, "") : piece;
    evaluation.bracket ||= raw !== "[" && BRACKET.test(value);
    if (value.endsWith("$")) evaluation.dollar = true;
    if (value.startsWith("(") && !isArray) evaluation.parenthesis = true;
    if (!SUBSTITUTION.test(value)) return;
    hide(evaluation, value);
    if (isPrompt) evaluation.prompt = true;
  });
  if (isPrompt && head.startsWith("PS") && !isLiteral(text)) evaluation.prompt = true;
}

/** A text that is read as a script keeps nothing hidden, but for what a comment may hide. */
export function noteScript(evaluation: Evaluation, script: string): void {
  if (!COMMENT.test(script)) evaluation.hidden.delete(script.replace(ASSIGNED, ""));
}
