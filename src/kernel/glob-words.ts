/** All occurrences of many words in one pass over a text (Aho and Corasick, 1975), in flat arrays. */

import { childOf, link, newTree, settle, type Tree, WIDTH } from "./glob-edge.ts";
import { unitAt } from "./unit.ts";

/**
 * The automaton; node 0 is its root. Field 2 of a node: the longest proper suffix that is a node too. Field 3: the first
 * node, itself or along those suffixes, at which a word ends; 0 when there is none.
 */
export interface Words extends Tree {
  /** The word that ends at a node, or -1. */
  readonly word: Int32Array;
  /** A bit for the low seven bits of the first two units of each word: most places in a text begin none. */
  readonly pairs: Int32Array;
}

interface Draft extends Tree {
  readonly word: number[];
  readonly depth: number[];
}

/** Builds the automaton of words that are neither empty nor repeated. */
export function buildWords(words: readonly string[]): Words {
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const draft: Draft = { ...newTree(most), word: [-1], depth: [0] };
  for (const [i, word] of words.entries()) addWord(draft, word, i);
  const done = { ...settle(draft, 1, draft.word.length), word: Int32Array.from(draft.word), pairs: pairsOf(words) };
  for (const node of shallowFirst(draft.depth)) if (node !== 0) setFail(done, node);
  return done;
}

function addWord(draft: Draft, word: string, number: number): void {
  let node = 0;
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    node = childOf(draft, node, unit) || addNode(draft, node, unit);
  }
  draft.word[node] = number;
}

function addNode(draft: Draft, parent: number, unit: number): number {
  const node = draft.word.push(-1) - 1;
  draft.depth.push(draft.depth[parent]! + 1);
  draft.nodes[node * WIDTH] = parent;
  draft.nodes[node * WIDTH + 1] = unit;
  link(draft, node);
  return node;
}

function pairsOf(words: readonly string[]): Int32Array {
  const pairs = new Int32Array(512);
  for (const word of words) {
    const row = (word.charCodeAt(0) & 127) * 4;
    if (word.length === 1) pairs.fill(-1, row, row + 4);
    else pairs[row + ((word.charCodeAt(1) & 127) >> 5)]! |= 1 << (word.charCodeAt(1) & 31);
  }
  return pairs;
}

/** All nodes by depth, so that what a node falls back to is finished before it. */
function shallowFirst(depths: readonly number[]): Int32Array {
  const starts: number[] = [0];
  for (const depth of depths) starts[depth + 1] = (starts[depth + 1] ?? 0) + 1;
  for (let depth = 1; depth < starts.length; depth++) starts[depth]! += starts[depth - 1]!;
  const order = new Int32Array(depths.length);
  for (const [node, depth] of depths.entries()) order[starts[depth]!++] = node;
  return order;
}

function setFail(words: Words, node: number): void {
  const { nodes, word } = words;
  const parent = nodes[node * WIDTH]!;
  const fail = parent === 0 ? 0 : stateAfter(words, nodes[parent * WIDTH + 2]!, nodes[node * WIDTH + 1]!);
  nodes[node * WIDTH + 2] = fail;
  nodes[node * WIDTH + 3] = word[node] === -1 ? nodes[fail * WIDTH + 3]! : node;
}

/** The first place in `[at, to)` where a word may begin; the last place when none may. */
export function nextStart({ pairs }: Words, text: string, { at, to }: { at: number; to: number }): number {
  let unit = unitAt(text, at);
  for (let i = at + 1; i < to; i++) {
    const next = unitAt(text, i);
    if ((pairs[((unit & 127) << 2) + ((next & 127) >> 5)]! & (1 << (next & 31))) !== 0) return i - 1;
    unit = next;
  }
  return to - 1;
}

/** The state behind one more unit of the text; the first state is 0. */
export function stateAfter(words: Words, state: number, unit: number): number {
  let node = state;
  let next = childOf(words, node, unit);
  while (next === 0 && node !== 0) {
    node = words.nodes[node * WIDTH + 2]!;
    next = childOf(words, node, unit);
  }
  return next;
}

/** The node of the longest word that ends at a state, or 0. */
export function wordAt(words: Words, state: number): number {
  return words.nodes[state * WIDTH + 3]!;
}

/** The node of the next shorter word that ends where this one does, or 0. */
export function shorterWord(words: Words, node: number): number {
  return wordAt(words, words.nodes[node * WIDTH + 2]!);
}
