/** Values as Cedar text, for people. */

import { datetimeText } from "./datetime.ts";
import { decimalText } from "./decimal.ts";
import { durationText, durationValue } from "./duration.ts";
import type { Uid } from "./expression.ts";
import { ipText } from "./ip-address.ts";
import { type ExtensionValue, isFault, type RecordValue, type Value } from "./value.ts";

const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/gu;
const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Cedar text that evaluates to the value, on one line; members that cannot be read are left out. */
export function showValue(value: Value): string {
  if (typeof value === "string") return showText(value);
  if (typeof value !== "object") return String(value);
  if (value.kind === undefined) return showEntity(value);
  if (value.kind === "set") return `[${value.of.map(showValue).join(", ")}]`;
  return value.kind === "record" ? showRecord(value) : showExtension(value);
}

export function showEntity({ type, id }: Uid): string {
  return `${type}::${showText(id)}`;
}

export function showText(text: string): string {
  return `"${text.replace(NEEDS_ESCAPE, (unit) => NAMED_ESCAPES[unit] ?? `\\u{${unit.codePointAt(0)!.toString(16)}}`)}"`;
}

function showRecord({ members }: RecordValue): string {
  const shown = [...members].flatMap(([name, value]) =>
    isFault(value) ? [] : [`${NAME.test(name) ? name : showText(name)}: ${showValue(value)}`],
  );
  return `{${shown.join(", ")}}`;
}

function showExtension(value: ExtensionValue): string {
  if (value.type === "ipaddr") return `ip("${ipText(value)}")`;
  if (value.type === "decimal") return `decimal("${decimalText(value)}")`;
  if (value.type === "duration") return `duration("${durationText(value)}")`;
  const text = datetimeText(value);
  if (text !== null) return `datetime("${text}")`;
  return `datetime("1970-01-01").offset(${showExtension(durationValue(value.amount))})`;
}
