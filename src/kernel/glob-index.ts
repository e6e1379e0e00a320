/**
 * The index behind a set of many globs, in three layers: by literal start, under each start by literal end, under each
 * pair of ends by what stands between. Every glob is in exactly one place, so none is found twice.
 */

import { keysOf } from "./glob-key.ts";
import { buildLayer, type Filed, fileGlob, type Layer, type LayerAbove, LISTS } from "./glob-layer.ts";
import { compileGlob } from "./glob-match.ts";
import { goodGlob } from "./glob-parse.ts";
import { type Span, scan } from "./glob-scan.ts";
import { buildScanner, type Scanner, type ScanRow } from "./glob-scanner.ts";
import { shapeOf } from "./glob-segment.ts";
import { buildTrie, follow, over } from "./glob-trie.ts";

/** Many globs with the same ends. */
interface Middle {
  readonly scanner: Scanner | null;
  /** Globs without a literal between their ends. */
  readonly tried: Int32Array;
}

interface Index {
  readonly patterns: readonly string[];
  /** Compiled when first tried: of many patterns most never are. */
  readonly tests: ((text: string) => boolean)[];
  /** The glob behind each glob in its list, or -1. */
  readonly next: Int32Array;
  readonly exact: Map<string, number>;
  readonly longestExact: number;
  readonly starts: Layer;
  readonly ends: Layer;
  readonly middles: readonly Middle[];
}

/** Builds the index; throws on a pattern that `parseGlob` refuses. */
export function buildGlobIndex(patterns: readonly string[]): { collect(text: string, found: number[]): void } {
  const next = new Int32Array(patterns.length).fill(-1);
  const filed = patterns.map((pattern, i) => fileGlob(goodGlob(pattern), i));
  const exact = filed.filter((f) => f.kind === "exact");
  const starred = filed.filter((f) => f.kind !== "exact");
  const starts = buildStarts(starred, next);
  const ends = buildEnds(starts.below, next);
  const index: Index = {
    patterns,
    tests: new Array(patterns.length),
    next,
    exact: buildExact(exact, next),
    longestExact: exact.reduce((most, { start }) => Math.max(most, start.length), -1),
    starts: starts.layer,
    ends: ends.layer,
    middles: ends.below.map((group) => buildMiddle(patterns, group)),
  };
  return { collect: (text, found) => collect(index, text, found) };
}

function buildExact(filed: readonly Filed[], next: Int32Array): Map<string, number> {
  const exact = new Map<string, number>();
  for (const { index, start } of filed) {
    next[index] = exact.get(start) ?? -1;
    exact.set(start, index);
  }
  return exact;
}

function buildStarts(filed: readonly Filed[], next: Int32Array): LayerAbove {
  const entries = filed.map(({ start }) => ({ root: 0, key: start }));
  const isHere = (f: Filed) => f.kind === "ends" && f.end === "";
  return buildLayer({ filed, isHere, next }, buildTrie(entries, 1, 1));
}

function buildEnds(groups: readonly (readonly Filed[])[], next: Int32Array): LayerAbove {
  const filed = groups.flat();
  const entries = groups.flatMap((group, root) => group.map(({ end }) => ({ root, key: end })));
  const isHere = (f: Filed) => f.kind === "ends";
  return buildLayer({ filed, isHere, next }, buildTrie(entries, Math.max(1, groups.length), -1));
}

/** What is below the second layer: a scanner for globs that have keys; the others have to be tried. */
function buildMiddle(patterns: readonly string[], group: readonly Filed[]): Middle {
  const rows = group.map(({ index }) => scanRow(patterns[index]!, index));
  const keyed = rows.filter((row) => row.keys.length > 0);
  return {
    scanner: keyed.length === 0 ? null : buildScanner(keyed),
    tried: Int32Array.from(rows.filter((row) => row.keys.length === 0).map((row) => row.index)),
  };
}

function scanRow(pattern: string, index: number): ScanRow {
  return { index, pattern, ...keysOf(shapeOf(goodGlob(pattern))) };
}

function collect(index: Index, text: string, found: number[]): void {
  if (text.length <= index.longestExact) push(index.next, index.exact.get(text) ?? -1, found);
  const { trie, lists } = index.starts;
  const cursor = over(text, 1);
  let node = 0;
  do {
    push(index.next, lists[node * LISTS]!, found);
    if (lists[node * LISTS + 1]! >= 0) tryList(index, lists[node * LISTS + 1]!, { text, found });
    if (lists[node * LISTS + 2]! >= 0) collectEnds(index, lists[node * LISTS + 2]!, { text, found, from: cursor.at });
    node = follow(trie, node, cursor);
  } while (node !== 0);
}

interface Search {
  readonly text: string;
  readonly found: number[];
}

/** `from` is where the literal start that is already known to be there ends. */
function collectEnds(index: Index, root: number, { text, found, from }: Search & { readonly from: number }): void {
  const { trie, lists } = index.ends;
  const cursor = over(text, -1, from);
  let node = root;
  do {
    push(index.next, lists[node * LISTS]!, found);
    if (lists[node * LISTS + 1]! >= 0) tryList(index, lists[node * LISTS + 1]!, { text, found });
    const middle = lists[node * LISTS + 2]!;
    if (middle >= 0) collectMiddle(index, index.middles[middle]!, { text, from, to: cursor.at + 1, found });
    node = follow(trie, node, cursor);
  } while (node !== 0);
}

function collectMiddle(index: Index, { scanner, tried }: Middle, search: Search & Span): void {
  if (scanner !== null) scan(scanner, search, search.found);
  for (let i = 0; i < tried.length; i++) tryOne(index, tried[i]!, search);
}

function push(next: Int32Array, head: number, found: number[]): void {
  for (let glob = head; glob >= 0; glob = next[glob]!) found.push(glob);
}

function tryList(index: Index, head: number, search: Search): void {
  for (let glob = head; glob >= 0; glob = index.next[glob]!) tryOne(index, glob, search);
}

function tryOne({ tests, patterns }: Index, glob: number, { text, found }: Search): void {
  tests[glob] ??= compileGlob(patterns[glob]!);
  if (tests[glob](text)) found.push(glob);
}
