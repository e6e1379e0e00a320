/** The escapes of Cedar's strings and patterns, both ways. */

import type { LikePattern } from "./expression.ts";

/** What is wrong with the inside of a string; the offset counts from its first character. */
export interface BadEscape {
  readonly kind: "bad_escape";
  readonly text: string;
  readonly offset: number;
}

const SPECIAL = /[\\\r]/;
const ESCAPE = /\\(?:x([0-7][0-9A-Fa-f])|u\{([0-9A-Fa-f][0-9A-Fa-f_]*)\}|([nrt\\0'"*]))|\\[\s\S]?|\r/g;
const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "0": "\0",
  "'": "'",
  '"': '"',
};
const UNPRINTABLE = /[\u0000-\u001f"\\\u007f-\u00a0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\0", "\\0"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

/** The text that the inside of a string stands for. */
export function unescapeString(inside: string): string | BadEscape {
  if (!SPECIAL.test(inside)) return inside;
  let text = "";
  let at = 0;
  for (const match of inside.matchAll(ESCAPE)) {
    const meant = match[3] === "*" ? null : meaning(match);
    if (meant === null) return { kind: "bad_escape", text: match[0], offset: match.index };
    text += inside.slice(at, match.index) + meant;
    at = match.index + match[0].length;
  }
  return text + inside.slice(at);
}

/** The pattern that the inside of a string stands for: a star is a wildcard, also when it is written `\u{2a}`. */
export function unescapePattern(inside: string): LikePattern | BadEscape {
  const parts: (string | null)[] = [];
  let text = "";
  const add = (piece: string): void => {
    const [first = "", ...more] = piece.split("*");
    text += first;
    for (const next of more) {
      if (text !== "") parts.push(text);
      parts.push(null);
      text = next;
    }
  };
  let at = 0;
  for (const match of inside.matchAll(ESCAPE)) {
    add(inside.slice(at, match.index));
    at = match.index + match[0].length;
    const meant = meaning(match);
    if (meant === null) return { kind: "bad_escape", text: match[0], offset: match.index };
    if (match[3] === "*") text += "*";
    else add(meant);
  }
  add(inside.slice(at));
  if (text !== "") parts.push(text);
  return parts;
}

/** A string in quotes that stands for the text; what does not print is escaped. */
export function escapeString(text: string): string {
  return `"${escapeInside(text)}"`;
}

export function escapePattern(pattern: LikePattern): string {
  const parts = pattern.map((part) => (part === null ? "*" : escapeInside(part).replaceAll("*", "\\*")));
  return `"${parts.join("")}"`;
}

function escapeInside(text: string): string {
  return text.replace(UNPRINTABLE, (unit) => SHORT.get(unit) ?? `\\u{${unit.charCodeAt(0).toString(16)}}`);
}

/** What one escape stands for, or null when there is no such escape. */
function meaning([, byte, unicode, simple]: RegExpExecArray): string | null {
  if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
  if (unicode !== undefined) return codePoint(unicode.replaceAll("_", ""));
  if (simple === undefined) return null;
  return simple === "*" ? "*" : SIMPLE[simple]!;
}

function codePoint(digits: string): string | null {
  const code = digits.length > 6 ? Number.POSITIVE_INFINITY : Number.parseInt(digits, 16);
  const isScalar = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isScalar ? String.fromCodePoint(code) : null;
}
