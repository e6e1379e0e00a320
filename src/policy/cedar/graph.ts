/** Directed graphs by name, walked without recursion. */

import { quoted } from "../../kernel/json-error.ts";

export type Graph = ReadonlyMap<string, readonly string[]>;

export interface Sorted {
  /** Every node that reaches no cycle, after all that it points to. */
  readonly order: readonly string[];
  /** The nodes of one cycle in their order, empty when there is none. */
  readonly cycle: readonly string[];
}

/** Puts the nodes after what they point to; edges to names that are no nodes count for nothing. */
export function sortGraph(graph: Graph): Sorted {
  const waiting = new Map<string, number>();
  const back = new Map<string, string[]>();
  for (const [node, targets] of graph) {
    const known = targets.filter((target) => graph.has(target));
    waiting.set(node, known.length);
    for (const target of known) listAt(back, target).push(node);
  }
  const order = [...graph.keys()].filter((node) => waiting.get(node) === 0);
  for (const done of order) {
    for (const node of back.get(done) ?? []) {
      const left = waiting.get(node)! - 1;
      waiting.set(node, left);
      if (left === 0) order.push(node);
    }
  }
  return { order, cycle: order.length === graph.size ? [] : cycleOf(graph, new Set(order)) };
}

function listAt(lists: Map<string, string[]>, key: string): string[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** INVARIANT: every node that is left points to one that is left, so the walk comes back to where it was. */
function cycleOf(graph: Graph, sorted: ReadonlySet<string>): readonly string[] {
  const isLeft = (node: string) => graph.has(node) && !sorted.has(node);
  const path = new Map<string, number>();
  let node = [...graph.keys()].find(isLeft)!;
  while (!path.has(node)) {
    path.set(node, path.size);
    node = graph.get(node)!.find(isLeft)!;
  }
  return [...path.keys()].slice(path.get(node));
}

/** The largest closure: hostile graphs could ask for the square of their size. */
export const MAX_CLOSURE = 1_000_000;

/** What each node reaches in one step or more; null when that is more than `MAX_CLOSURE` pairs in all. */
export function closureOf(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> | null {
  const closure = new Map<string, ReadonlySet<string>>();
  let left = MAX_CLOSURE;
  for (const node of graph.keys()) {
    const found = new Set(graph.get(node));
    for (const each of found) {
      if (found.size > left) return null;
      for (const target of graph.get(each) ?? []) found.add(target);
    }
    left -= found.size;
    closure.set(node, found);
  }
  return closure;
}

const MOST_NAMED = 5;

/** A cycle for messages, from its first node back to it; the middle of a long one is left out. */
export function cycleText(cycle: readonly string[], link: string): string {
  const named = cycle.slice(0, MOST_NAMED).map(quoted);
  const rest = cycle.length > MOST_NAMED ? ["…"] : [];
  return [...named, ...rest, quoted(cycle[0] ?? "")].join(link);
}
