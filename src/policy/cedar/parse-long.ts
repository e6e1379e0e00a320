/** Number literals: 64-bit integers as canonical decimal text. */

import type { Expression } from "../../kernel/expression.ts";
import { quoted } from "../../kernel/json-error.ts";
import { type Cursor, report } from "./cursor.ts";

const LARGEST = "9223372036854775807";
const SMALLEST = "9223372036854775808";

export interface Digits {
  readonly digits: string;
  readonly isNegative: boolean;
  readonly at: number;
}

/** The literal; out of range it is a problem. */
export function longOf(cursor: Cursor, { digits, isNegative, at }: Digits): Expression {
  const size = digits.charCodeAt(0) === 0x30 ? digits.replace(/^0+(?=\d)/, "") : digits;
  if (!isWithin(size, isNegative ? SMALLEST : LARGEST)) {
    const number = isNegative ? `-${size}` : size;
    const message = `${quoted(number)} is no 64-bit integer`;
    const help = `from -${SMALLEST} to ${LARGEST}`;
    report(cursor, { offset: at, code: "cedar.literal", message, help });
  }
  return { kind: "long", value: isNegative && size !== "0" ? `-${size}` : size };
}

function isWithin(digits: string, most: string): boolean {
  return digits.length < most.length || (digits.length === most.length && digits <= most);
}
