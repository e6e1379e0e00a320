/** Tree and proofs against the recursive definitions of RFC 6962 §2.1, written as they stand there. */

import { describe, expect, it } from "vitest";
import { sha256 } from "#sha256";
import { EMPTY_ROOT, HASH_BYTES, nodeHash, writeHex } from "./node.ts";
import { planConsistency, planInclusion, planRoot, tilesOf } from "./plan.ts";
import { type TreeHead, verifyConsistency, verifyInclusion } from "./proof.ts";
import { prove, type TileReader } from "./prove.ts";
import { hashesAt, TILE_WIDTH } from "./tile.ts";
import { createTree, type Tree } from "./tree.ts";

const EVERY = 130;
const BIG = [255, 256, 257, 511, 513, 1000, 65_535, 65_536, 65_537, 70_001];

const leafOf = (index: number): string => sha256(`leaf ${index}`);
const leaves = Array.from({ length: Math.max(...BIG) }, (_, index) => leafOf(index));

const splitOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);
const known = new Map<string, string>();

/** MTH(D[from:to]); what was computed once is kept. */
function naiveRoot(from: number, to: number): string {
  if (to - from < 2) return to === from ? EMPTY_ROOT : (leaves[from] as string);
  const name = `${from}:${to}`;
  const middle = from + splitOf(to - from);
  const root = known.get(name) ?? nodeHash(naiveRoot(from, middle), naiveRoot(middle, to), sha256);
  known.set(name, root);
  return root;
}

/** PATH(m, D[from:to]). */
function naivePath(index: number, from: number, to: number): string[] {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...naivePath(index, from, middle), naiveRoot(middle, to)]
    : [...naivePath(index, middle, to), naiveRoot(from, middle)];
}

/** SUBPROOF(m, D[from:to], b). */
function naiveSubproof(older: number, range: readonly [number, number], whole: boolean): string[] {
  const [from, to] = range;
  if (older === to) return whole ? [] : [naiveRoot(from, to)];
  const middle = from + splitOf(to - from);
  return older <= middle
    ? [...naiveSubproof(older, [from, middle], whole), naiveRoot(middle, to)]
    : [...naiveSubproof(older, [middle, to], false), naiveRoot(from, middle)];
}

const head = (size: number): TreeHead => ({ size, root: naiveRoot(0, size) });

function grown(size: number): { tree: Tree; read: TileReader } {
  const tree = createTree(sha256);
  for (const leaf of leaves.slice(0, size)) tree.append(leaf);
  const tiles = new Map(tree.takeTiles().map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  return { tree, read: ({ level, index }) => tiles.get(`${level}/${index}`) ?? tree.tail(level) };
}

const { tree: bigTree, read: readBig } = grown(leaves.length);

describe("the tree", () => {
  it("has the root of the definition at every size", () => {
    const tree = createTree(sha256);
    expect(tree.root()).toBe(sha256(""));
    for (let size = 1; size <= 1100; size++) {
      tree.append(leafOf(size - 1));
      expect([size, tree.root()]).toEqual([size, naiveRoot(0, size)]);
    }
  });

  it("goes on from its state as if it had never stopped", () => {
    for (const size of [0, 1, 255, 256, 300, 65_535, 65_536, 66_000]) {
      const before = grown(size).tree;
      const after = createTree(sha256, { size, tails: [0, 1, 2].map((level) => before.tail(level)) });
      before.takeTiles();
      for (const leaf of leaves.slice(size, size + 700)) {
        before.append(leaf);
        after.append(leaf);
      }
      expect([after.size(), after.root()]).toEqual([before.size(), before.root()]);
      expect(after.takeTiles()).toEqual(before.takeTiles());
    }
  });

  it("gives out each tile once, full of the hashes of its level", () => {
    const tree = createTree(sha256);
    for (const leaf of leaves.slice(0, 65_536)) tree.append(leaf);
    const tiles = tree.takeTiles();
    expect(tiles.map(({ level }) => level).filter((level) => level === 0).length).toBe(256);
    expect(tiles.filter(({ level }) => level === 1).map(({ index }) => index)).toEqual([0]);
    const [top] = tiles.filter(({ level }) => level === 1);
    expect(writeHex(top?.hashes ?? new Uint8Array(), 3 * HASH_BYTES)).toBe(naiveRoot(768, 1024));
    expect(tree.takeTiles()).toEqual([]);
  });
});

describe("proofs made from tiles", () => {
  it("are those of the definitions, for all sizes up to 130", () => {
    for (let size = 1; size <= EVERY; size++) {
      const { read } = grown(size);
      expect(prove(planRoot(size), read, sha256)).toEqual([naiveRoot(0, size)]);
      for (let index = 0; index < size; index++) {
        expect(prove(planInclusion(index, size), read, sha256)).toEqual(naivePath(index, 0, size));
      }
      for (let older = 1; older <= size; older++) {
        expect(prove(planConsistency(older, size), read, sha256)).toEqual(naiveSubproof(older, [0, size], true));
      }
    }
  });

  it("are those of the definitions, for big trees and any older size", () => {
    for (const size of BIG) {
      expect(prove(planRoot(size), readBig, sha256)).toEqual([naiveRoot(0, size)]);
      for (const part of [0, 1, 0.13, 0.5, 0.501, 0.77, 0.999]) {
        const at = Math.min(size - 1, Math.floor(part * size));
        expect(prove(planInclusion(at, size), readBig, sha256)).toEqual(naivePath(at, 0, size));
        expect(prove(planConsistency(at + 1, size), readBig, sha256)).toEqual(naiveSubproof(at + 1, [0, size], true));
      }
    }
  });

  it("need only tiles that exist", () => {
    for (const { level, index } of BIG.flatMap((size) => tilesOf([...planRoot(size), ...planInclusion(0, size)]))) {
      expect(index).toBeLessThanOrEqual(Math.floor(hashesAt(level, bigTree.size()) / TILE_WIDTH));
    }
  });
});

describe("checking proofs", () => {
  it("accepts each true claim of inclusion and no other place for it", () => {
    for (let size = 1; size <= EVERY; size++) {
      for (let index = 0; index < size; index++) {
        const claim = { leaf: leafOf(index), index, head: head(size), proof: naivePath(index, 0, size) };
        expect([size, index, verifyInclusion(claim, sha256)]).toEqual([size, index, true]);
        for (const wrong of [index - 1, index + 1, size, -1, index + 2 ** 32, 0.5, Number.NaN]) {
          expect([size, index, wrong, verifyInclusion({ ...claim, index: wrong }, sha256)]).toEqual([
            size,
            index,
            wrong,
            false,
          ]);
        }
      }
    }
  });

  it("accepts each true claim of consistency", () => {
    for (let newer = 1; newer <= EVERY; newer++) {
      for (let older = 0; older <= newer; older++) {
        const proof = older === 0 ? [] : naiveSubproof(older, [0, newer], true);
        expect([older, newer, verifyConsistency({ older: head(older), newer: head(newer), proof }, sha256)]).toEqual([
          older,
          newer,
          true,
        ]);
      }
    }
  });

  it("refuses every damaged proof", () => {
    const other = sha256("other");
    for (const size of [1, 2, 3, 7, 8, 64, 65, 130, 257]) {
      for (const at of [0, 1, Math.floor(size / 2), size - 1].filter((index) => index < size)) {
        const proof = naivePath(at, 0, size);
        const inclusion = { leaf: leafOf(at), index: at, head: head(size), proof };
        const consistency = { older: head(at + 1), newer: head(size), proof: naiveSubproof(at + 1, [0, size], true) };
        expect(verifyInclusion({ ...inclusion, leaf: other }, sha256)).toBe(false);
        expect(verifyInclusion({ ...inclusion, head: { size, root: other } }, sha256)).toBe(false);
        expect(verifyConsistency({ ...consistency, older: { size: at + 1, root: other } }, sha256)).toBe(false);
        expect(verifyConsistency({ ...consistency, newer: { size, root: other } }, sha256)).toBe(false);
        for (const wrong of damaged(proof)) expect(verifyInclusion({ ...inclusion, proof: wrong }, sha256)).toBe(false);
        for (const wrong of damaged(consistency.proof)) {
          expect(verifyConsistency({ ...consistency, proof: wrong }, sha256)).toBe(false);
        }
      }
    }
  });

  it("refuses empty trees with a root, equal sizes with other roots, shrinking trees, and proofs for nothing", () => {
    const other = sha256("other");
    const claim = { leaf: leafOf(0), index: 0, head: head(0), proof: [] };
    expect(verifyInclusion(claim, sha256)).toBe(false);
    expect(verifyInclusion({ ...claim, leaf: EMPTY_ROOT }, sha256)).toBe(false);
    expect(verifyConsistency({ older: { size: 0, root: other }, newer: head(3), proof: [] }, sha256)).toBe(false);
    expect(verifyConsistency({ older: head(0), newer: { size: 0, root: other }, proof: [] }, sha256)).toBe(false);
    expect(verifyConsistency({ older: head(0), newer: head(3), proof: [other] }, sha256)).toBe(false);
    expect(verifyConsistency({ older: head(3), newer: { size: 3, root: other }, proof: [] }, sha256)).toBe(false);
    expect(verifyConsistency({ older: head(3), newer: head(3), proof: [other] }, sha256)).toBe(false);
    expect(verifyConsistency({ older: head(4), newer: head(3), proof: [] }, sha256)).toBe(false);
    const huge = { size: Number.MAX_SAFE_INTEGER, root: other };
    expect(verifyInclusion({ leaf: other, index: 0, head: huge, proof: Array(64).fill(other) }, sha256)).toBe(false);
  });
});

function damaged(proof: readonly string[]): string[][] {
  const other = sha256("other");
  const changed = proof.flatMap((hash, i) => [
    proof.with(i, other),
    proof.with(i, hash.toUpperCase()),
    proof.with(i, ""),
  ]);
  const shorter = proof.map((_, i) => proof.toSpliced(i, 1));
  const longer = [
    [...proof, other],
    [other, ...proof],
    [...proof, ...Array(64).fill(other)],
  ];
  const swapped = proof.slice(1).map((hash, i) => proof.with(i, hash).with(i + 1, proof[i] as string));
  return [...changed, ...shorter, ...longer, ...swapped].filter((wrong) => wrong.join() !== proof.join());
}
