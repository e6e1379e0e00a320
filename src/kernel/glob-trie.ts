/** Radix tries: the keys that a text starts with, or ends with, in as many steps as the keys differ. */

import { childOf, link, newTree, replace, type Tree, WIDTH } from "./glob-edge.ts";
import { unitAt } from "./unit.ts";

/** Several tries that share their arrays: the first nodes are their roots. Fields 2 and 3: the label's place in `pool`. */
export interface Trie extends Tree {
  readonly pool: Uint16Array;
  /** How many nodes there are. */
  readonly size: number;
}

/** A key to be stored; `root` says in which trie. */
export interface Entry {
  readonly root: number;
  readonly key: string;
}

/** The units of a text from `at` on, in steps of `step`, up to but without `end`. */
export interface Cursor {
  readonly text: string;
  at: number;
  readonly end: number;
  readonly step: 1 | -1;
}

interface Draft extends Tree {
  readonly pool: Uint16Array;
  size: number;
  filled: number;
}

/** Stores all keys, read forwards (`step` 1) or backwards (-1); gives the node of each entry beside the trie. */
export function buildTrie(entries: readonly Entry[], roots: number, step: 1 | -1): { trie: Trie; ends: number[] } {
  const units = entries.reduce((sum, entry) => sum + entry.key.length, 0);
  const draft = { ...newTree(roots + 2 * entries.length), pool: new Uint16Array(units), size: roots, filled: 0 };
  const ends = entries.map(({ root, key }) => insert(draft, root, over(key, step)));
  const { edges, size } = draft;
  return {
    trie: { nodes: draft.nodes.slice(0, size * WIDTH), edges, pool: draft.pool.slice(0, draft.filled), size },
    ends,
  };
}

/** The whole text, or what is left of it behind `skip` units at the other end. */
export function over(text: string, step: 1 | -1, skip = 0): Cursor {
  return step === 1
    ? { text, at: 0, end: text.length - skip, step }
    : { text, at: text.length - 1, end: skip - 1, step };
}

/** The child whose whole label comes next in the text, with the cursor moved behind it; 0 when there is none. */
export function follow(trie: Trie, node: number, cursor: Cursor): number {
  const { text, at, end, step } = cursor;
  if (at === end) return 0;
  const child = childOf(trie, node, unitAt(text, at));
  if (child === 0) return 0;
  const from = trie.nodes[child * WIDTH + 2]!;
  const length = trie.nodes[child * WIDTH + 3]! - from;
  if (length > (end - at) * step) return 0;
  for (let i = 1; i < length; i++) {
    if (trie.pool[from + i] !== unitAt(text, at + i * step)) return 0;
  }
  cursor.at = at + length * step;
  return child;
}

function insert(draft: Draft, root: number, cursor: Cursor): number {
  let node = root;
  while (cursor.at !== cursor.end) {
    const child = childOf(draft, node, cursor.text.charCodeAt(cursor.at));
    if (child === 0) return addLeaf(draft, node, cursor);
    const length = sharedLength(draft, child, cursor);
    cursor.at += length * cursor.step;
    node = split(draft, child, length);
  }
  return node;
}

function addLeaf(draft: Draft, parent: number, cursor: Cursor): number {
  const from = draft.filled;
  for (; cursor.at !== cursor.end; cursor.at += cursor.step) {
    draft.pool[draft.filled++] = cursor.text.charCodeAt(cursor.at);
  }
  const leaf = draft.size++;
  label(draft, leaf, from);
  draft.nodes[leaf * WIDTH] = parent;
  draft.nodes[leaf * WIDTH + 3] = draft.filled;
  link(draft, leaf);
  return leaf;
}

function label({ nodes, pool }: Draft, node: number, from: number): void {
  nodes[node * WIDTH + 1] = pool[from]!;
  nodes[node * WIDTH + 2] = from;
}

function sharedLength({ nodes, pool }: Draft, node: number, { text, at, end, step }: Cursor): number {
  const from = nodes[node * WIDTH + 2]!;
  const most = Math.min(nodes[node * WIDTH + 3]! - from, (end - at) * step);
  let length = 1;
  while (length < most && pool[from + length] === unitAt(text, at + length * step)) length++;
  return length;
}

/** Cuts a label after `length` units; the upper part becomes a new node in the old one's place. */
function split(draft: Draft, node: number, length: number): number {
  const { nodes } = draft;
  const from = nodes[node * WIDTH + 2]!;
  if (from + length === nodes[node * WIDTH + 3]!) return node;
  const upper = draft.size++;
  replace(draft, node, upper);
  label(draft, upper, from);
  nodes[upper * WIDTH] = nodes[node * WIDTH]!;
  nodes[upper * WIDTH + 3] = from + length;
  label(draft, node, from + length);
  nodes[node * WIDTH] = upper;
  link(draft, node);
  return upper;
}
