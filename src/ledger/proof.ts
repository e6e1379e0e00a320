/** Checks proofs of inclusion and consistency: RFC 9162 §2.1.3.2 and §2.1.4.2. Everything here comes from strangers. */

import type { Sha256 } from "../kernel/hash.ts";
import { EMPTY_ROOT, isHash, isSize, nodeHash } from "./node.ts";

/** A tree, as a checkpoint states it. */
export interface TreeHead {
  readonly size: number;
  /** 64 lower-case hexadecimal digits. */
  readonly root: string;
}

export interface InclusionClaim {
  /** Hash of the entry. */
  readonly leaf: string;
  readonly index: number;
  readonly head: TreeHead;
  readonly proof: readonly string[];
}

export interface ConsistencyClaim {
  readonly older: TreeHead;
  readonly newer: TreeHead;
  readonly proof: readonly string[];
}

/** A longer proof could only belong to a tree of 2^63 leaves or more. */
const MAX_PROOF = 63;

/** Is the leaf entry number `index` of the tree? */
export function verifyInclusion(claim: InclusionClaim, sha256: Sha256): boolean {
  const { leaf, index, head, proof } = claim;
  if (!isSize(index) || !isHead(head) || index >= head.size || !isHash(leaf) || !isProof(proof)) return false;
  return climb({ node: index, last: head.size - 1, seed: leaf, path: proof }, sha256)?.newer === head.root;
}

/** Is the older tree a beginning of the newer one? */
export function verifyConsistency(claim: ConsistencyClaim, sha256: Sha256): boolean {
  const { older, newer, proof } = claim;
  if (!isHead(older) || !isHead(newer) || older.size > newer.size || !isProof(proof)) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root;
  if (older.size === 0) return proof.length === 0;
  let [node, last] = [older.size - 1, newer.size - 1];
  for (; node % 2 === 1; node = half(node)) last = half(last);
  const [seed, ...path] = node === 0 ? [older.root, ...proof] : proof;
  const roots = seed === undefined ? null : climb({ node, last, seed, path }, sha256);
  return roots !== null && roots.older === older.root && roots.newer === newer.root;
}

/** A way up the tree, past siblings: from node `node` of a level whose last node is `last`, with the hash `seed`. */
interface Climb {
  readonly node: number;
  readonly last: number;
  readonly seed: string;
  readonly path: readonly string[];
}

interface Roots {
  readonly older: string;
  readonly newer: string;
}

/**
 * The roots reached when only the left siblings are taken (the older tree), and when all are (the newer one); null
 * when the path does not end at the root.
 */
function climb({ node, last, seed, path }: Climb, sha256: Sha256): Roots | null {
  let [at, end, older, newer] = [node, last, seed, seed];
  for (const sibling of path) {
    if (end === 0) return null;
    if (at % 2 === 0 && at < end) {
      newer = nodeHash(newer, sibling, sha256);
    } else {
      older = nodeHash(sibling, older, sha256);
      newer = nodeHash(sibling, newer, sha256);
      // A last node without a right sibling is its own parent until it becomes a right child.
      for (; at > 0 && at % 2 === 0; at = half(at)) end = half(end);
    }
    [at, end] = [half(at), half(end)];
  }
  return end === 0 ? { older, newer } : null;
}

function isHead(head: TreeHead): boolean {
  return isSize(head.size) && isHash(head.root) && (head.size > 0 || head.root === EMPTY_ROOT);
}

function isProof(proof: readonly string[]): boolean {
  return proof.length <= MAX_PROOF && proof.every(isHash);
}

/** `value >> 1`, beyond 32 bits too. */
function half(value: number): number {
  return Math.floor(value / 2);
}
