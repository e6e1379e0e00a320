/** Where a character of a string stands in the file, in spite of escapes. */

import type { Source } from "../source.ts";

interface Spot {
  /** The string as it reads. */
  readonly text: string;
  /** Offset in UTF-16 units. */
  readonly at: number;
}

/** Offset from the beginning of the value at a pointer; 0 for a string of several lines. */
export function offsetIn({ text: file, place }: Source, pointer: string, { text, at }: Spot): number {
  const start = place(pointer)?.value ?? file.length;
  const quote = file[start];
  if (quote !== '"' && quote !== "'") return file.startsWith(text, start) ? at : 0;
  let offset = 1;
  for (let passed = 0; passed < at; passed++) offset += writtenLength(file, start + offset, quote);
  return file.slice(start, start + offset).includes("\n") ? 0 : offset;
}

/** Lengths of the escapes that are longer than two: JSON's, and those YAML adds. */
const ESCAPES: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function writtenLength(file: string, at: number, quote: string): number {
  if (quote === "'") return file.startsWith("''", at) ? 2 : 1;
  return file[at] === "\\" ? (ESCAPES[file[at + 1] ?? ""] ?? 2) : 1;
}
