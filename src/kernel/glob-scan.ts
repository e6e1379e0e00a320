/**
 * Globs that differ in what stands between their ends, found in one pass over the text. Each waits for one literal at a
 * time, so a pass costs the text, and one step for each literal that a glob really gets past.
 */

import { matchShape } from "./glob-match.ts";
import { goodGlob } from "./glob-parse.ts";
import { KINDS, type Scanner, type Scratch } from "./glob-scanner.ts";
import { back, matchAt, type Shape, shapeOf } from "./glob-segment.ts";
import { nextStart, shorterWord, stateAfter, wordAt } from "./glob-words.ts";
import { unitAt } from "./unit.ts";

/** What is searched: the text between the literal ends that are already known to be there. */
export interface Span {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

interface Pass extends Span {
  readonly scanner: Scanner;
  readonly found: number[];
  /** Rows that may still match. */
  left: number;
}

const PLAIN = KINDS.indexOf("plain");
const WHOLE = KINDS.indexOf("whole");

/** In place of an offset: not here, perhaps further on; and: nowhere. `matchAt` says the first too. */
const LATER = -1;
const NEVER = -2;

/** Pushes the index of every row that matches. */
export function scan(scanner: Scanner, span: Span, found: number[]): void {
  const { words } = scanner;
  const { text, to } = span;
  let pass: Pass | null = null;
  let state = 0;
  for (let at = span.from; at < to; at++) {
    if (state === 0) at = nextStart(words, text, { at, to });
    state = stateAfter(words, state, unitAt(text, at));
    for (let node = wordAt(words, state); node !== 0; node = shorterWord(words, node)) {
      pass ??= newPass(scanner, span, found);
      meet(pass, words.word[node]!, at + 1);
    }
    if (pass !== null && pass.left === 0) return;
  }
}

function newPass(scanner: Scanner, { text, from, to }: Span, found: number[]): Pass {
  const { scratch } = scanner;
  scratch.pass++;
  return { scanner, text, from, to, found, left: scanner.index.length };
}

/** A word ends at `end`: the rows that wait for it get their chance. */
function meet(pass: Pass, word: number, end: number): void {
  const { first, firstNext, scratch } = pass.scanner;
  let row = scratch.marked[word] === scratch.pass ? scratch.waiting[word]! : -1;
  scratch.marked[word] = 0;
  while (row >= 0) {
    const next = scratch.next[row]!;
    advance(pass, row, end);
    row = next;
  }
  if (scratch.begun[word] === scratch.pass) return;
  scratch.begun[word] = scratch.pass;
  for (row = first[word]!; row >= 0; row = firstNext[row]!) begin(pass, row, end);
}

function begin(pass: Pass, row: number, end: number): void {
  const { scratch, kinds } = pass.scanner;
  const at = kinds[row] === PLAIN ? pass.from : matchAt(shapeOfRow(pass.scanner, row).head, pass.text, 0);
  scratch.stage[row] = 0;
  scratch.at[row] = at;
  if (at < 0) pass.left--;
  else advance(pass, row, end);
}

function advance(pass: Pass, row: number, end: number): void {
  const { scratch, starts, keys, index } = pass.scanner;
  const key = starts[row]! + scratch.stage[row]!;
  const at = behindKey(pass, row, end);
  if (at === LATER) {
    wait(scratch, row, keys[key]!);
  } else if (at >= 0 && key + 1 < starts[row + 1]!) {
    scratch.stage[row]!++;
    scratch.at[row] = at;
    wait(scratch, row, keys[key + 1]!);
  } else {
    pass.left--;
    if (at >= 0 && tailFits(pass, row, at)) pass.found.push(index[row]!);
  }
}

function wait(scratch: Scratch, row: number, word: number): void {
  scratch.next[row] = scratch.marked[word] === scratch.pass ? scratch.waiting[word]! : -1;
  scratch.waiting[word] = row;
  scratch.marked[word] = scratch.pass;
}

/** Where what the row's present key stands for ends, when the key ends at `end`; or LATER; or NEVER. */
function behindKey(pass: Pass, row: number, end: number): number {
  const { scanner, text } = pass;
  const { scratch, kinds, keys, starts, lengths } = scanner;
  const stage = scratch.stage[row]!;
  const start = end - lengths[keys[starts[row]! + stage]!]!;
  if (kinds[row] === PLAIN) return start >= scratch.at[row]! ? end : LATER;
  const shape = shapeOfRow(scanner, row);
  if (kinds[row] === WHOLE) return matchShape(shape, text) ? text.length : NEVER;
  const segment = shape.inner[stage]!;
  const at = back(text, start, segment.before);
  return at >= scratch.at[row]! ? matchAt(segment, text, at) : LATER;
}

function tailFits({ scanner, text }: Pass, row: number, at: number): boolean {
  if (scanner.kinds[row] === PLAIN || scanner.kinds[row] === WHOLE) return true;
  const { tail } = shapeOfRow(scanner, row);
  if (tail === null) return false;
  const start = back(text, text.length, tail.points);
  return start >= at && matchAt(tail, text, start) >= 0;
}

function shapeOfRow({ shapes, patterns }: Scanner, row: number): Shape {
  shapes[row] ??= shapeOf(goodGlob(patterns[row]!));
  return shapes[row];
}
