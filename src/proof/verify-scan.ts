/** Walks a ledger entry by entry, by text: parsing would cost more than hashing. */

import type { Sha256 } from "../kernel/hash.ts";
import { ENTRY_KINDS, entryHash, isInstant, NO_ENTRY } from "../ledger/entry.ts";
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

/** `,"kind":"…"` of the known kinds, by which the text before `prev` must end. */
const KINDS: readonly string[] = ENTRY_KINDS.map((kind) => `,"kind":"${kind}"`);

const LINK = /,"prev":"([0-9a-f]{64})","seq":(0|[1-9]\d{0,15}),"v":1}$/;

/** Longer than what `LINK` matches. */
const LINK_LENGTH = 128;

const BODY = '","body":';
const AT = '{"at":"';
const AT_END: number = AT.length + 24;

/** A walk that has seen nothing. */
export function beginScan(sha256: Sha256): Scan {
  const tree = createTree(sha256);
  return { tree, sha256, flaws: new Map(), prev: NO_ENTRY, at: "", brokenAt: -1, changed: null };
}

/** Takes the next entry, whatever is wrong with it: what comes after is judged by what is there. */
export function scanEntry(scan: Scan, text: string): void {
  const seq = scan.tree.size();
  const link = `,"prev":"${scan.prev}","seq":${seq},"v":1}`;
  const end = text.endsWith(link) ? text.length - link.length : judgeLink(scan, seq, text);
  if (!hasForm(text, end)) note(scan, "form", { seq, detail: `entry ${seq} is not of the form of an entry` });
  judgeTime(scan, seq, text.slice(AT.length, AT_END));
  scan.prev = entryHash(text, scan.sha256);
  scan.tree.append(scan.prev);
  // Nobody asks for the tiles; holding them would hold the ledger.
  scan.tree.takeTiles();
}

function hasForm(text: string, end: number): boolean {
  return text.startsWith(AT) && text.startsWith(BODY, AT_END) && KINDS.some((kind) => text.endsWith(kind, end));
}

/** The end of the text is not what follows from the entry before: says which part of it, and where it begins. */
function judgeLink(scan: Scan, seq: number, text: string): number {
  const [link = "", prev, number] = LINK.exec(text.slice(-LINK_LENGTH)) ?? [];
  const isMisplaced = number !== undefined && Number(number) !== seq;
  if (isMisplaced) note(scan, "sequence", { seq, detail: misplaced(seq, Number(number)) });
  if (prev !== undefined && prev !== scan.prev) judgeChain(scan, { seq, suspect: isMisplaced ? seq : seq - 1 });
  return text.length - link.length;
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
