/** The edges of a tree of many nodes: one open-addressed table in flat arrays, no object for a node. */

/**
 * Nodes are numbers. Of the WIDTH fields of a node the first two are its parent and the UTF-16 unit that leads to it; the
 * others belong to whoever owns the tree. Roots are in no edge, so 0, which is one, means "none".
 */
export interface Tree {
  readonly nodes: Int32Array;
  readonly edges: Int32Array;
}

export const WIDTH = 4;

/** A tree with room for so many nodes. */
export function newTree(most: number): Tree {
  return { nodes: new Int32Array(most * WIDTH), edges: new Int32Array(tableSize(most)) };
}

/** The child of a node for a unit, or 0. */
export function childOf({ nodes, edges }: Tree, node: number, unit: number): number {
  const mask = edges.length - 1;
  for (let slot = slotOf(node, unit, mask); ; slot = (slot + 1) & mask) {
    const child = edges[slot]!;
    if (child === 0 || (nodes[child * WIDTH] === node && nodes[child * WIDTH + 1] === unit)) return child;
  }
}

/** Enters the edge that leads to a node whose parent and unit are set. */
export function link({ nodes, edges }: Tree, node: number): void {
  const mask = edges.length - 1;
  let slot = slotOf(nodes[node * WIDTH]!, nodes[node * WIDTH + 1]!, mask);
  while (edges[slot] !== 0) slot = (slot + 1) & mask;
  edges[slot] = node;
}

/** Puts a node where another stands, with the same parent and unit. */
export function replace({ nodes, edges }: Tree, node: number, by: number): void {
  const mask = edges.length - 1;
  let slot = slotOf(nodes[node * WIDTH]!, nodes[node * WIDTH + 1]!, mask);
  while (edges[slot] !== node) slot = (slot + 1) & mask;
  edges[slot] = by;
}

/** A copy without the room that was not needed; `roots` are the nodes that no edge leads to. */
export function settle({ nodes }: Tree, roots: number, size: number): Tree {
  const tree = { nodes: nodes.slice(0, size * WIDTH), edges: new Int32Array(tableSize(size)) };
  for (let node = roots; node < size; node++) link(tree, node);
  return tree;
}

function slotOf(node: number, unit: number, mask: number): number {
  const hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & mask;
}

/** A power of two that leaves half of the table free. */
function tableSize(entries: number): number {
  return 2 ** Math.ceil(Math.log2(2 * entries + 2));
}
