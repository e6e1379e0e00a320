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

/** An escape, a quote, or an integer of 16 digits or more. */
const WORD = /\\.|"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE+-])/g;

/** The text with every such integer as a text that begins with the mark, unless it stands in a text already. */
function marked(text: string, mark: string): string {
  let isQuoted = false;
  return text.replace(WORD, (word) => {
    if (word === '"') isQuoted = !isQuoted;
    return isQuoted || word.length < 16 ? word : `"${escaped(mark)}${word}"`;
  });
}

function unmarked(value: unknown, mark: string): unknown {
  if (typeof value !== "string" || !value.startsWith(mark)) return value;
  const digits = value.slice(mark.length);
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
