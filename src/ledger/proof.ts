/** Checks proofs of inclusion and consistency: RFC 9162 §2.1.3.2 and §2.1.4.2. Everything here comes from strangers. */

import type { Sha256 } from "../kernel/hash.ts";
import { EMPTY_ROOT, isHash, nodeHash } from "./node.ts";

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

type Side = "left" | "right";

/** A longer proof could only belong to a tree of 2^63 leaves or more. */
const MAX_PROOF = 63;

/** Is the leaf entry number `index` of the tree? */
export function verifyInclusion(claim: InclusionClaim, sha256: Sha256): boolean {
  const { leaf, index, head, proof } = claim;
  if (!isSize(index) || !isHead(head) || index >= head.size || !isHash(leaf) || !isProof(proof)) return false;
  const sides = sidesOf(index, head.size - 1);
  return sides.length === proof.length && climb({ seed: leaf, path: proof, sides }, sha256).newer === head.root;
}

/** Is the older tree a beginning of the newer one? */
export function verifyConsistency(claim: ConsistencyClaim, sha256: Sha256): boolean {
  const { older, newer, proof } = claim;
  if (!isHead(older) || !isHead(newer) || older.size > newer.size || !isProof(proof)) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root;
  if (older.size === 0) return proof.length === 0;
  const shared = trailingOnes(older.size - 1);
  const first = shift(older.size - 1, shared);
  const [seed, ...path] = first === 0 ? [older.root, ...proof] : proof;
  const sides = sidesOf(first, shift(newer.size - 1, shared));
  if (seed === undefined || sides.length !== path.length) return false;
  const roots = climb({ seed, path, sides }, sha256);
  return roots.older === older.root && roots.newer === newer.root;
}

/** A way up the tree: from a hash, past siblings, each on the stated side. */
interface Climb {
  readonly seed: string;
  readonly path: readonly string[];
  readonly sides: readonly Side[];
}

/** The roots reached when only the left siblings are taken (the older tree), and when all are (the newer one). */
function climb(way: Climb, sha256: Sha256): { readonly older: string; readonly newer: string } {
  let older = way.seed;
  let newer = way.seed;
  way.path.forEach((sibling, step) => {
    if (way.sides[step] === "right") {
      newer = nodeHash(newer, sibling, sha256);
      return;
    }
    older = nodeHash(sibling, older, sha256);
    newer = nodeHash(sibling, newer, sha256);
  });
  return { older, newer };
}

/** On which side each sibling stands on the way up from node `node` of a level whose last node is `last`. */
function sidesOf(node: number, last: number): readonly Side[] {
  const sides: Side[] = [];
  let [at, end] = [node, last];
  while (end > 0) {
    const isLeft = at % 2 === 1 || at === end;
    sides.push(isLeft ? "left" : "right");
    // A last node without a right sibling is its own parent until it becomes a right child.
    const lone = isLeft && at % 2 === 0 ? trailingZeros(at) : 0;
    at = shift(at, lone + 1);
    end = shift(end, lone + 1);
  }
  return sides;
}

function isHead(head: TreeHead): boolean {
  return isSize(head.size) && isHash(head.root) && (head.size > 0 || head.root === EMPTY_ROOT);
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isProof(proof: readonly string[]): boolean {
  return proof.length <= MAX_PROOF && proof.every(isHash);
}

/** `value >> bits`, beyond 32 bits too. */
function shift(value: number, bits: number): number {
  return Math.floor(value / 2 ** bits);
}

function trailingOnes(value: number): number {
  let count = 0;
  while (shift(value, count) % 2 === 1) count++;
  return count;
}

/** Zero itself has none to speak of. */
function trailingZeros(value: number): number {
  let count = 0;
  while (value > 0 && shift(value, count) % 2 === 0) count++;
  return count;
}
