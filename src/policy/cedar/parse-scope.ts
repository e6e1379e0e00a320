/** The head of a policy: `(principal …, action …, resource …)`. */

import { isActionType } from "../../kernel/cedar-word.ts";
import { quoted } from "../../kernel/json-error.ts";
import { atWord, type Cursor, didYouMean, expect, isAt, nested, report, take, takeWord, unexpected } from "./cursor.ts";
import { advance } from "./lexer.ts";
import { parsePath, parseTypeName } from "./parse-name.ts";
import type { ScopeConstraint, Slot, SlotName, UidOrSlot } from "./syntax.ts";

type ScopeVariable = "principal" | "action" | "resource";

export interface Scope {
  readonly principal: ScopeConstraint;
  readonly action: ScopeConstraint;
  readonly resource: ScopeConstraint;
}

const ANY: ScopeConstraint = { kind: "any" };
const NO_SLOTS: readonly SlotName[] = [];

/** Reads the head, with its parentheses. */
export function parseScope(cursor: Cursor): Scope {
  expect(cursor, "(", "`(`");
  const principal = parseConstraint(cursor, "principal");
  expect(cursor, ",", "`,` and then `action`");
  const action = parseConstraint(cursor, "action");
  expect(cursor, ",", "`,` and then `resource`");
  const resource = parseConstraint(cursor, "resource");
  take(cursor, ",");
  expect(cursor, ")", "`)`");
  return { principal, action, resource };
}

/** The slots that a head uses. */
export function slotsOf(scope: Scope): readonly SlotName[] {
  const { principal, resource } = scope;
  if (!hasSlot(principal)) return hasSlot(resource) ? ["resource"] : NO_SLOTS;
  return hasSlot(resource) ? ["principal", "resource"] : ["principal"];
}

function hasSlot(constraint: ScopeConstraint): boolean {
  switch (constraint.kind) {
    case "any":
    case "is":
      return false;
    case "in":
      return constraint.uids.some((uid) => uid.kind === "slot");
    case "equal":
    case "is_in":
      return constraint.uid.kind === "slot";
  }
}

function parseConstraint(cursor: Cursor, variable: ScopeVariable): ScopeConstraint {
  parseVariable(cursor, variable);
  const { kind } = cursor.lexer;
  if (kind === "==") {
    advance(cursor.lexer);
    return { kind: "equal", uid: parseUid(cursor, variable) };
  }
  if (takeWord(cursor, "in")) return { kind: "in", uids: parseUids(cursor, variable) };
  if (atWord(cursor, "is")) return parseIs(cursor, variable);
  if (kind === "," || kind === ")") return ANY;
  return unexpected(
    cursor,
    `\`==\`, \`in\`, ${variable === "action" ? "" : "`is`, "}\`,\` or \`)\``,
    scopeHelp(cursor),
  );
}

function parseVariable(cursor: Cursor, variable: ScopeVariable): void {
  const { lexer } = cursor;
  if (takeWord(cursor, variable)) return;
  if (lexer.kind !== "word") unexpected(cursor, `\`${variable}\``);
  report(cursor, {
    offset: lexer.from,
    code: "cedar.scope",
    message: `expected \`${variable}\` but found ${quoted(lexer.value)}`,
    help: didYouMean(lexer.value, [variable]) ?? "a head names principal, action and resource, in this order",
  });
  advance(lexer);
}

function parseIs(cursor: Cursor, variable: ScopeVariable): ScopeConstraint {
  const { from } = cursor.lexer;
  advance(cursor.lexer);
  if (cursor.lexer.kind === "string") unexpected(cursor, "an entity type", "a type is written without quotes");
  const type = parseTypeName(cursor);
  if (variable === "action") {
    const help = "name the actions, or their group: `action in …`";
    report(cursor, { offset: from, code: "cedar.scope", message: "`action` cannot be constrained by `is`", help });
  }
  if (cursor.lexer.kind === "==") unexpected(cursor, "`in`, `,` or `)`", "`is` and `==` exclude each other");
  return takeWord(cursor, "in") ? { kind: "is_in", type, uid: parseUid(cursor, variable) } : { kind: "is", type };
}

/** Reads one uid or, for an action, also a list of them. */
function parseUids(cursor: Cursor, variable: ScopeVariable): readonly UidOrSlot[] {
  if (cursor.lexer.kind === "(") return nested(cursor, () => parenthesised(cursor, () => parseUids(cursor, variable)));
  if (cursor.lexer.kind !== "[" || variable !== "action") return [parseUid(cursor, variable)];
  advance(cursor.lexer);
  const uids: UidOrSlot[] = [];
  while (!isAt(cursor, "]")) {
    uids.push(parseUid(cursor, variable));
    if (!take(cursor, ",")) break;
  }
  expect(cursor, "]", "`,` or `]`");
  return uids;
}

function parseUid(cursor: Cursor, variable: ScopeVariable): UidOrSlot {
  const { kind } = cursor.lexer;
  if (kind === "(") return nested(cursor, () => parenthesised(cursor, () => parseUid(cursor, variable)));
  if (kind === "slot") return parseSlot(cursor, variable);
  if (kind !== "word") unexpected(cursor, uidWanted(variable), kind === "[" ? "a list is for `action in` only" : null);
  const { name, id, at } = parsePath(cursor);
  if (id === null) unexpected(cursor, "`::` and an id in quotes", `an entity is written \`${name}::"id"\``);
  if (variable === "action" && !isActionType(name)) {
    const help = 'an action is written `Action::"…"`, with its namespace before it';
    report(cursor, { offset: at, code: "cedar.scope", message: `${quoted(name)} is no type of actions`, help });
  }
  return { kind: "entity", type: name, id };
}

function parenthesised<T>(cursor: Cursor, read: () => T): T {
  advance(cursor.lexer);
  const value = read();
  expect(cursor, ")", "`)`");
  return value;
}

function parseSlot(cursor: Cursor, variable: ScopeVariable): Slot {
  const { value, from } = cursor.lexer;
  advance(cursor.lexer);
  if (value !== `?${variable}` || variable === "action") {
    const help = variable === "action" ? "an action has no slot" : `its slot is \`?${variable}\``;
    const message = `\`${variable}\` cannot take the slot ${quoted(value)}`;
    report(cursor, { offset: from, code: "cedar.slot", message, help });
  }
  return { kind: "slot", name: variable === "resource" ? "resource" : "principal" };
}

function uidWanted(variable: ScopeVariable): string {
  return variable === "action" ? "an action" : `an entity or \`?${variable}\``;
}

function scopeHelp(cursor: Cursor): string | null {
  const { kind } = cursor.lexer;
  return kind === "=" || kind === "unknown" ? null : "everything else belongs into `when { … }`";
}
