/** Walks a ledger entry by entry, by text: parsing would cost more than hashing. */

import type { Sha256 } from "../kernel/hash.ts";
import { entryHash, isInstant, NO_ENTRY } from "../ledger/entry.ts";
import { hasForm, linkText, readLink, timeOf } from "../ledger/link.ts";
import { createTree, type Tree } from "../ledger/tree.ts";

/** What can be wrong with an entry in its place. */
export type Flaw = "form" | "sequence" | "chain" | "time";

/** The first place of one kind of flaw. */
export interface Found {
  readonly seq: number;
  readonly detail: string;
}

/** How far a walk has come. */
export interface Scan {
  readonly tree: Tree;
  readonly sha256: Sha256;
  readonly flaws: Map<Flaw, Found>;
  prev: string;
  at: string;
  /** Place of the last entry whose `prev` was wrong. */
  brokenAt: number;
  /** The entry that is to blame for the first broken link, null while there is none. */
  changed: number | null;
}

/** A walk that has seen nothing. */
export function beginScan(sha256: Sha256): Scan {
  const tree = createTree(sha256);
  return { tree, sha256, flaws: new Map(), prev: NO_ENTRY, at: "", brokenAt: -1, changed: null };
}

/** Takes the next entry, whatever is wrong with it: what comes after is judged by what is there. */
export function scanEntry(scan: Scan, text: string): void {
  const seq = scan.tree.size();
  const link = linkText(scan.prev, seq);
  const length = text.endsWith(link) ? link.length : judgeLink(scan, seq, text);
  if (!hasForm(text, length)) note(scan, "form", { seq, detail: `entry ${seq} is not of the form of an entry` });
  judgeTime(scan, seq, timeOf(text));
  scan.prev = entryHash(text, scan.sha256);
  scan.tree.append(scan.prev);
  // Nobody asks for the tiles; holding them would hold the ledger.
  scan.tree.takeTiles();
}

/** The end of the text is not what follows from the entry before: says which part of it, and how long it is. */
function judgeLink(scan: Scan, seq: number, text: string): number {
  const link = readLink(text);
  if (link === null) return 0;
  const isMisplaced = link.seq !== seq;
  if (isMisplaced) note(scan, "sequence", { seq, detail: misplaced(seq, link.seq) });
  if (link.prev !== scan.prev) judgeChain(scan, { seq, suspect: isMisplaced ? seq : seq - 1 });
  return link.length;
}

function judgeChain(scan: Scan, { seq, suspect }: { readonly seq: number; readonly suspect: number }): void {
  note(scan, "chain", { seq, detail: `entry ${seq} does not continue the one before it` });
  // A changed entry breaks the link after it; if the next link is broken too, it was the link that was changed.
  if (scan.changed === null) scan.changed = Math.max(0, suspect);
  else if (scan.brokenAt === seq - 1 && scan.changed === seq - 2) scan.changed = seq - 1;
  scan.brokenAt = seq;
}

function misplaced(seq: number, found: number): string {
  if (found > seq) return `entry ${seq} is missing; in its place is entry ${found}`;
  return `in the place of entry ${seq} is entry ${found}: added, repeated or out of order`;
}

function judgeTime(scan: Scan, seq: number, at: string): void {
  if (at === scan.at) return;
  if (!isInstant(at)) note(scan, "form", { seq, detail: `entry ${seq} has no proper time` });
  else if (at < scan.at) note(scan, "time", { seq, detail: `entry ${seq} is of ${at}, after one of ${scan.at}` });
  scan.at = at;
}

function note(scan: Scan, flaw: Flaw, found: Found): void {
  if (!scan.flaws.has(flaw)) scan.flaws.set(flaw, found);
}
