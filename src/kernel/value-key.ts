/** Values as text, one text for equal values and no other: every part says where it ends. */

import { type ExtensionValue, isFault, type RecordValue, type SetValue, type Value } from "./value.ts";

export function compositeKey(value: SetValue | RecordValue | ExtensionValue): string {
  if (value.kind === "set") return `[${[...new Set(value.of.map(keyOf))].sort().join("")}]`;
  if (value.kind === "record") return `{${recordKey(value)}}`;
  if (value.type === "ipaddr") return `i${value.family},${value.address},${value.prefix};`;
  return `${value.type}${value.amount};`;
}

function keyOf(value: Value): string {
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "string") return textKey(value);
  if (typeof value !== "object") return `${value};`;
  return value.kind === undefined ? `e${textKey(value.type)}${textKey(value.id)}` : compositeKey(value);
}

function recordKey({ members }: RecordValue): string {
  const parts = [...members].map(([name, value]) => textKey(name) + (isFault(value) ? "!" : keyOf(value)));
  return parts.sort().join("");
}

function textKey(text: string): string {
  return `"${text.length}:${text}`;
}
