/** What a scan for many globs needs, laid out in flat arrays: rows (the globs), words (their keys), and scratch. */

import type { KeyKind, Keys } from "./glob-key.ts";
import type { Shape } from "./glob-segment.ts";
import { buildWords, type Words } from "./glob-words.ts";

/** A glob to be found; it has at least one key. */
export interface ScanRow extends Keys {
  /** What is reported. */
  readonly index: number;
  readonly pattern: string;
}

export interface Scanner {
  readonly index: Int32Array;
  /** Places in KINDS. */
  readonly kinds: Uint8Array;
  readonly patterns: readonly string[];
  /** Of the rows that are not plain, made when first needed: of many globs most never are. */
  readonly shapes: Shape[];
  /** The keys of row r are the words `keys[starts[r]] … keys[starts[r + 1] - 1]`. */
  readonly keys: Int32Array;
  readonly starts: Int32Array;
  readonly words: Words;
  /** Lengths of the words. */
  readonly lengths: Int32Array;
  /** For each word the rows that begin with it: a list through `firstNext`, ended by -1. */
  readonly first: Int32Array;
  readonly firstNext: Int32Array;
  readonly scratch: Scratch;
}

/**
 * The state of a pass. A mark is valid when it equals `pass`, so that nothing need be cleared between passes; they are
 * counted in doubles, which never wrap.
 */
export interface Scratch {
  pass: number;
  /** Marks the words that were met. */
  readonly begun: Float64Array;
  /** Marks the words whose `waiting` is valid: a list of rows through `next`, ended by -1. */
  readonly marked: Float64Array;
  readonly waiting: Int32Array;
  readonly next: Int32Array;
  /** How many keys of a row were met, and the offset behind them. */
  readonly stage: Int32Array;
  readonly at: Int32Array;
}

export const KINDS: readonly KeyKind[] = ["plain", "segments", "whole"];

/** Lays out the rows. */
export function buildScanner(rows: readonly ScanRow[]): Scanner {
  const numbers = new Map<string, number>();
  const keys = rows.map((row) => row.keys.map((key) => numberOf(numbers, key)));
  const words = [...numbers.keys()];
  const starts = new Int32Array(rows.length + 1);
  for (const [r, own] of keys.entries()) starts[r + 1] = starts[r]! + own.length;
  return {
    index: Int32Array.from(rows.map((row) => row.index)),
    kinds: Uint8Array.from(rows.map((row) => KINDS.indexOf(row.kind))),
    patterns: rows.map((row) => row.pattern),
    shapes: [],
    keys: Int32Array.from(keys.flat()),
    starts,
    words: buildWords(words),
    lengths: Int32Array.from(words.map((word) => word.length)),
    ...listFirst(keys, words.length),
    scratch: newScratch(words.length, rows.length),
  };
}

function numberOf(numbers: Map<string, number>, word: string): number {
  const known = numbers.get(word);
  if (known === undefined) numbers.set(word, numbers.size);
  return known ?? numbers.size - 1;
}

function listFirst(keys: readonly (readonly number[])[], words: number): Pick<Scanner, "first" | "firstNext"> {
  const first = new Int32Array(words).fill(-1);
  const firstNext = new Int32Array(keys.length);
  for (const [r, own] of keys.entries()) {
    firstNext[r] = first[own[0]!]!;
    first[own[0]!] = r;
  }
  return { first, firstNext };
}

function newScratch(words: number, rows: number): Scratch {
  return {
    pass: 0,
    begun: new Float64Array(words),
    marked: new Float64Array(words),
    waiting: new Int32Array(words),
    next: new Int32Array(rows),
    stage: new Int32Array(rows),
    at: new Int32Array(rows),
  };
}
