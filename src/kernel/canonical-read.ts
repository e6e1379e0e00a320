/** Reads text that is about to be compared with its canonical form: what such a comparison finds is not looked for. */

import type { Json } from "./json.ts";

/**
 * The value of a JSON text, with integers from 2^53 on as bigint, as `parseJson` gives it.
 *
 * INVARIANT: only for texts that are refused unless `canonical` of the value gives them back. That tells duplicate keys,
 * lone surrogates, numbers that were rounded, and every other spelling. Throws for what is not JSON.
 */
export function readCanonical(text: string): Json {
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json;
  const mark = markFor(text);
  return JSON.parse(marked(text, mark), (_, value) => unmarked(value, mark)) as Json;
}

/** What no text in it begins with: as many NULs as that takes. */
function markFor(text: string): string {
  let mark = "\0";
  while (text.includes(`"${escaped(mark)}`)) mark += "\0";
  return mark;
}

function escaped(mark: string): string {
  return "\\u0000".repeat(mark.length);
}

const NUMBER = /-?\d[\d.eE+-]*/g;
const LONG = /^-?\d{16,}$/;

/** The text with every integer of 16 digits or more as a text that begins with the mark. */
function marked(text: string, mark: string): string {
  const mend = (word: string): string => (LONG.test(word) ? `"${escaped(mark)}${word}"` : word);
  let made = "";
  let at = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', at)) {
    const end = endOf(text, open);
    made += text.slice(at, open).replace(NUMBER, mend) + text.slice(open, end);
    at = end;
  }
  return made + text.slice(at).replace(NUMBER, mend);
}

/** Behind the closing quote of the text that opens there, or the end. */
function endOf(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close < 0 ? text.length : close + 1;
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text[from - 1] === "\\") from--;
  return (at - from) % 2 === 1;
}

function unmarked(value: unknown, mark: string): unknown {
  if (typeof value !== "string" || !value.startsWith(mark)) return value;
  const digits = value.slice(mark.length);
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
