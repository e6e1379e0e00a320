/** Members of Cedar text: literals, variables, entities, calls, sets, records, and what is read from them. */

import { isReserved, VARIABLES } from "../../kernel/cedar-word.ts";
import type { Expression, Variable } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import {
  abandon,
  type Cursor,
  didYouMean,
  expect,
  grown,
  nested,
  readText,
  report,
  take,
  unexpected,
} from "./cursor.ts";
import { advance } from "./lexer.ts";
import { type Call, functionCall, methodCall } from "./parse-call.ts";
import { longOf } from "./parse-long.ts";
import { type Path, parsePath, readName } from "./parse-name.ts";

/** Stands where something was refused, so that the rest can still be read. */
const NOTHING: Expression = { kind: "bool", value: false };

/** Nodes never change, so the commonest ones are shared. */
const VARIABLE_NODES: ReadonlyMap<string, Expression> = new Map(
  VARIABLES.map((name) => [name, { kind: "variable", name }]),
);

/** Reads a primary and everything that is read from it. */
export function parseMember(cursor: Cursor): Expression {
  return parseAccesses(cursor, parsePrimary(cursor));
}

/** Reads `.a`, `["a"]` and `.m(…)`, as many as follow. */
export function parseAccesses(cursor: Cursor, primary: Expression): Expression {
  let of = primary;
  for (;;) {
    const { kind } = cursor.lexer;
    if (kind === ".") of = parseDot(cursor, of);
    else if (kind === "[") of = parseIndex(cursor, of);
    else if (kind === "(") refuseCall(cursor);
    else return of;
  }
}

function parsePrimary(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { value, from } = lexer;
  cursor.height = 1;
  switch (lexer.kind) {
    case "word":
      return parseWord(cursor);
    case "string":
      return { kind: "string", value: readText(cursor) };
    case "number":
      advance(lexer);
      return longOf(cursor, { digits: value, isNegative: false, at: from });
    case "(":
      return nested(cursor, parseParenthesis);
    case "[":
      return nested(cursor, parseSet);
    case "{":
      return nested(cursor, parseRecord);
    case "slot":
      return refuseSlot(cursor);
    default:
      return unexpected(cursor, "an expression");
  }
}

function parseWord(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { value } = lexer;
  if (value === "true" || value === "false") {
    advance(lexer);
    return { kind: "bool", value: value === "true" };
  }
  if (isReserved(value)) unexpected(cursor, "an expression", value === "if" ? "put the `if` in parentheses" : null);
  const path = parsePath(cursor);
  if (path.id !== null) return { kind: "entity", type: path.name, id: path.id };
  if (lexer.kind === "(") return functionCall(cursor, parseCall(cursor, path));
  return VARIABLE_NODES.get(path.name) ?? unknownName(cursor, path);
}

function parseParenthesis(cursor: Cursor): Expression {
  advance(cursor.lexer);
  const inside = cursor.expression(cursor);
  expect(cursor, ")", "an operator or `)`");
  return inside;
}

function parseSet(cursor: Cursor): Expression {
  advance(cursor.lexer);
  const of = parseList(cursor, "]");
  grown(cursor, cursor.height + 1);
  return { kind: "set", of };
}

/** Reads expressions up to the closing mark; the height is then that of the highest. */
function parseList(cursor: Cursor, close: ")" | "]"): Expression[] {
  const of: Expression[] = [];
  let height = 0;
  while (cursor.lexer.kind !== close) {
    of.push(cursor.expression(cursor));
    height = Math.max(height, cursor.height);
    if (!take(cursor, ",")) break;
  }
  expect(cursor, close, `an operator, \`,\` or \`${close}\``);
  cursor.height = height;
  return of;
}

function parseRecord(cursor: Cursor): Expression {
  const { lexer } = cursor;
  advance(lexer);
  const of: (readonly [string, Expression])[] = [];
  const names = new Set<string>();
  let height = 0;
  while (lexer.kind !== "}") {
    const name = parseKey(cursor, names);
    expect(cursor, ":", "`:`");
    of.push([name, cursor.expression(cursor)]);
    height = Math.max(height, cursor.height);
    if (!take(cursor, ",")) break;
  }
  expect(cursor, "}", "an operator, `,` or `}`");
  grown(cursor, height + 1);
  return { kind: "record", of };
}

function parseKey(cursor: Cursor, names: Set<string>): string {
  const { lexer } = cursor;
  const { from } = lexer;
  const name = lexer.kind === "string" ? readText(cursor) : readName(cursor, "an attribute name or a string");
  if (names.has(name)) {
    report(cursor, {
      offset: from,
      code: "cedar.duplicate",
      message: `${quoted(name)} is in the record already`,
      help: null,
    });
  }
  names.add(name);
  return name;
}

function parseDot(cursor: Cursor, of: Expression): Expression {
  const { lexer } = cursor;
  advance(lexer);
  const { height } = cursor;
  const path: Path = { at: lexer.from, id: null, name: readName(cursor, "an attribute name") };
  if (lexer.kind === "(") {
    const call = parseCall(cursor, path);
    grown(cursor, Math.max(height + 1, cursor.height));
    return methodCall(cursor, of, call);
  }
  grown(cursor, height + 1);
  return attributeOf(cursor, of, path.name);
}

/** Reads the arguments that stand here. */
function parseCall(cursor: Cursor, { name, at }: Path): Call {
  const of = nested(cursor, () => {
    advance(cursor.lexer);
    return parseList(cursor, ")");
  });
  grown(cursor, cursor.height + 1);
  return { name, at, of };
}

function parseIndex(cursor: Cursor, of: Expression): Expression {
  const { height } = cursor;
  advance(cursor.lexer);
  if (cursor.lexer.kind !== "string") unexpected(cursor, "an attribute name in quotes");
  const name = readText(cursor);
  expect(cursor, "]", "`]`");
  grown(cursor, height + 1);
  return attributeOf(cursor, of, name);
}

/** One node for each attribute of a variable. */
function attributeOf({ reads }: Cursor, of: Expression, name: string): Expression {
  if (of.kind !== "variable") return { kind: "get", of, name };
  const known = reads.get(of) ?? new Map<string, Expression>();
  const node: Expression = known.get(name) ?? { kind: "get", of, name };
  reads.set(of, known.set(name, node));
  return node;
}

function refuseCall(cursor: Cursor): never {
  abandon(cursor, {
    offset: cursor.lexer.from,
    code: "cedar.call",
    message: "only a function or a method can be called",
    help: null,
  });
}

function refuseSlot(cursor: Cursor): Expression {
  const { from, value } = cursor.lexer;
  advance(cursor.lexer);
  report(cursor, {
    offset: from,
    code: "cedar.slot",
    message: `${quoted(value)} cannot stand in a condition`,
    help: "slots belong into the head of a template; here write the variable",
  });
  return NOTHING;
}

function unknownName(cursor: Cursor, { name, at }: Path): Expression {
  const words: readonly (Variable | "true" | "false")[] = [...VARIABLES, "true", "false"];
  report(cursor, {
    offset: at,
    code: "cedar.name",
    message: `${quoted(name)} is no variable`,
    help: didYouMean(name, words) ?? `variables are ${VARIABLES.join(", ")}; an entity is written \`${name}::"id"\``,
  });
  return NOTHING;
}
