/** What JSON values are called in messages. */

import { quoted } from "./json-error.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** True for what JSON calls an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `a list`, `the string …`, `null`, … */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "object":
      return "an object";
    case "string":
      return `the string ${quoted(value)}`;
    case "number":
    case "bigint":
    case "boolean":
      return quoted(String(value));
    default:
      return "nothing";
  }
}
