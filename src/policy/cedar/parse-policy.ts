/** One policy of Cedar text, from its annotations to its semicolon. */

import { quoted } from "../../kernel/json-error.ts";
import { type Cursor, didYouMean, expect, isAt, readText, report, take, unexpected } from "./cursor.ts";
import { advance } from "./lexer.ts";
import { parseScope, slotsOf } from "./parse-scope.ts";
import type { CedarPolicy, Condition } from "./syntax.ts";

type Annotations = CedarPolicy["annotations"];

const NONE: Annotations = [];

/** Reads one policy; it is of use only if no problem was noted meanwhile. */
export function parsePolicy(cursor: Cursor, place: number): CedarPolicy {
  const { lexer } = cursor;
  const { from } = lexer;
  const annotations = parseAnnotations(cursor);
  const effect = parseEffect(cursor);
  const scope = parseScope(cursor);
  const { principal, action, resource } = scope;
  const conditions = parseConditions(cursor);
  parseEnd(cursor);
  const slots = slotsOf(scope);
  const id = idOf(annotations);
  const to = lexer.before;
  return { id, place, effect, principal, action, resource, conditions, annotations, slots, from, to };
}

/** An empty id is none. */
export function idOf(annotations: Annotations): string | null {
  if (annotations.length === 0) return null;
  const id = annotations.find(([name]) => name === "id")?.[1] ?? "";
  return id === "" ? null : id;
}

function parseAnnotations(cursor: Cursor): Annotations {
  const { lexer } = cursor;
  if (lexer.kind !== "@") return NONE;
  const annotations: (readonly [string, string])[] = [];
  const names = new Set<string>();
  while (isAt(cursor, "@")) {
    const { from } = lexer;
    advance(lexer);
    const annotation = parseAnnotation(cursor);
    if (names.has(annotation[0])) {
      const message = `the annotation ${quoted(annotation[0])} is there already`;
      report(cursor, { offset: from, code: "cedar.duplicate", message, help: null });
    }
    names.add(annotation[0]);
    annotations.push(annotation);
  }
  return annotations;
}

function parseAnnotation(cursor: Cursor): readonly [string, string] {
  const { lexer } = cursor;
  const name = lexer.value;
  expect(cursor, "word", "the name of an annotation");
  if (!take(cursor, "(")) return [name, ""];
  if (lexer.kind !== "string") unexpected(cursor, "a string");
  const value = readText(cursor);
  expect(cursor, ")", "`)`");
  return [name, value];
}

function parseEffect(cursor: Cursor): CedarPolicy["effect"] {
  const { lexer } = cursor;
  const { value, from } = lexer;
  if (lexer.kind !== "word") unexpected(cursor, "`permit` or `forbid`");
  advance(lexer);
  if (value === "permit" || value === "forbid") return value;
  report(cursor, {
    offset: from,
    code: "cedar.syntax",
    message: `expected \`permit\` or \`forbid\` but found ${quoted(value)}`,
    help: didYouMean(value, ["permit", "forbid"]),
  });
  return "forbid";
}

function parseConditions(cursor: Cursor): readonly Condition[] {
  const { lexer } = cursor;
  const conditions: Condition[] = [];
  while (lexer.kind === "word" && !startsPolicy(cursor)) {
    const at = lexer.from;
    const kind = parseConditionWord(cursor);
    expect(cursor, "{", "`{`");
    if (isAt(cursor, "}")) {
      const help = "leave it away, or write `true`";
      report(cursor, { offset: at, code: "cedar.syntax", message: `\`${kind}\` has no condition`, help });
    } else {
      conditions.push({ kind, of: cursor.expression(cursor), at });
    }
    expect(cursor, "}", "an operator or `}`");
  }
  // A list that grew has room for more; a copy has not, and there is one for each policy.
  return conditions.slice();
}

function parseConditionWord(cursor: Cursor): Condition["kind"] {
  const { value, from } = cursor.lexer;
  advance(cursor.lexer);
  if (value === "when" || value === "unless") return value;
  report(cursor, {
    offset: from,
    code: "cedar.syntax",
    message: `expected \`when\`, \`unless\` or \`;\` but found ${quoted(value)}`,
    help: didYouMean(value, ["when", "unless"]),
  });
  return "when";
}

/** Where the next policy begins the semicolon was forgotten, and reading goes on there. */
function parseEnd(cursor: Cursor): void {
  if (take(cursor, ";")) return;
  if (!startsPolicy(cursor)) unexpected(cursor, "`when`, `unless` or `;`");
  const message = "expected `;` behind the policy";
  report(cursor, { offset: cursor.lexer.before, code: "cedar.syntax", message, help: null });
}

function startsPolicy(cursor: Cursor): boolean {
  const { kind, value } = cursor.lexer;
  return kind === "@" || (kind === "word" && (value === "permit" || value === "forbid"));
}
