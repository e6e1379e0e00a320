/** The words of Cedar: which are reserved, and what the callable names are. */

import type { BinaryOperator, Variable } from "./expression.ts";

/** These name neither attributes, types nor namespaces unless they are in quotes. */
const RESERVED: ReadonlySet<string> = new Set([
  "true",
  "false",
  "if",
  "then",
  "else",
  "in",
  "is",
  "like",
  "has",
  "__cedar",
]);

const WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const VARIABLES: readonly Variable[] = ["principal", "action", "resource", "context"];

/** Methods of the language itself: their operator, or null for the one without an argument. */
export const METHODS: ReadonlyMap<string, BinaryOperator | null> = new Map([
  ["contains", "contains"],
  ["containsAll", "contains_all"],
  ["containsAny", "contains_any"],
  ["hasTag", "has_tag"],
  ["getTag", "get_tag"],
  ["isEmpty", null],
]);

export const EXTENSION_FUNCTIONS: ReadonlySet<string> = new Set(["decimal", "ip", "datetime", "duration"]);

export const EXTENSION_METHODS: ReadonlySet<string> = new Set([
  ...["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"],
  ...["isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange"],
  ...["offset", "durationSince", "toDate", "toTime"],
  ...["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"],
]);

export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}

/** Whether the text can stand as an attribute without quotes. */
export function isPlainName(text: string): boolean {
  return WORD.test(text) && !RESERVED.has(text);
}

/** Whether the text can stand behind the `@` of an annotation. */
export function isAnnotationName(text: string): boolean {
  return WORD.test(text);
}

/** Whether the text is the name of an entity type: plain names joined by `::`. */
export function isTypeName(text: string): boolean {
  return text.split("::").every(isPlainName);
}

/** Whether the type can be that of an action: `Action`, in any namespace. */
export function isActionType(type: string): boolean {
  return type === "Action" || type.endsWith("::Action");
}
