/** Extension values as the function and the arguments that make them; for the escapes of Cedar JSON. */

import { datetimeText } from "./datetime.ts";
import { decimalText } from "./decimal.ts";
import { durationText, durationValue } from "./duration.ts";
import { ipText } from "./ip-address.ts";
import type { Json } from "./json.ts";
import type { ExtensionValue } from "./value.ts";

export function extensionJson(value: ExtensionValue): Json {
  if (value.type === "ipaddr") return construct("ip", ipText(value));
  if (value.type === "decimal") return construct("decimal", decimalText(value));
  if (value.type === "duration") return construct("duration", durationText(value));
  const text = datetimeText(value);
  if (text !== null) return construct("datetime", text);
  // Years that no text names are reached from one that has a text.
  const args = [construct("datetime", "1970-01-01"), extensionJson(durationValue(value.amount))];
  return { __extn: { fn: "offset", args } };
}

function construct(fn: string, arg: string): Json {
  return { __extn: { fn, arg } };
}
