/** Checks a whole ledger: its chain, its tree, and the checkpoints signed over it. */

import type { Sha256 } from "../kernel/hash.ts";
import { type Checkpoint, openCheckpoint, readCheckpoint, type Verifier } from "../ledger/checkpoint.ts";
import { readEntry } from "../ledger/entry.ts";
import { parseKey } from "../ledger/note-key.ts";
import type { Tree } from "../ledger/tree.ts";
import { beginScan, type Flaw, type Scan, scanEntry } from "./verify-scan.ts";

/** What the caller believes, from elsewhere than the ledger. */
export interface LedgerTrust {
  /** Text of the public key; without it signatures are not checked. */
  readonly publicKey?: string;
  /** Name of the ledger; the key's if left out. */
  readonly origin?: string;
  /** Checkpoint notes found with the ledger. */
  readonly checkpoints: readonly string[];
  /** Checkpoint notes kept elsewhere: only they can show that the ledger was cut off. */
  readonly known?: readonly string[];
}

export interface LedgerCheck {
  readonly name: "form" | "sequence" | "chain" | "time" | "origin" | "signatures" | "roots";
  readonly status: "passed" | "failed" | "skipped";
  /** Lowercase, one line. */
  readonly detail: string;
}

export interface LedgerReport {
  /** Nothing failed; what was skipped was not asked for. */
  readonly ok: boolean;
  readonly size: number;
  readonly root: string;
  readonly checks: readonly LedgerCheck[];
  /** Where the first changed, added, missing or misplaced entry stands, as far as it can be told; else null. */
  readonly firstBadSeq: number | null;
  /** `excluded up to size N`, by a checkpoint kept elsewhere, or `not excluded`. */
  readonly truncation: string;
}

/** A checkpoint to compare with, or why there is none in the note. */
interface Claim {
  readonly checkpoint: Checkpoint | null;
  /** Of the signature and the form. */
  readonly problem: string | null;
  readonly isKnown: boolean;
  /** The root the ledger has at that size; null if it has no such size. */
  root: string | null;
}

const PASSED: Readonly<Record<Flaw, string>> = {
  form: "every entry has the form of one",
  sequence: "entries are numbered without gap",
  chain: "every entry names the hash of the one before it",
  time: "time never falls",
};

/**
 * Verifies the entries of a ledger, read once and in order.
 *
 * Says nothing about what the entries mean; and without a checkpoint kept elsewhere nobody can say that none is missing
 * at the end.
 */
export function verifyLedger(
  entries: AsyncIterable<string> | Iterable<string>,
  trust: LedgerTrust,
  verifier: Verifier,
): Promise<LedgerReport> {
  return verifyVisiting({ entries, visit: () => {} }, trust, verifier);
}

/** Entries to be verified, and who else looks at each, with the tree of those before it. */
export interface Visited {
  readonly entries: AsyncIterable<string> | Iterable<string>;
  readonly visit: (text: string, before: Tree) => void;
}

/** As `verifyLedger`, with a visitor on the way, so that a ledger need not be read and hashed twice. */
export async function verifyVisiting(visited: Visited, trust: LedgerTrust, verifier: Verifier): Promise<LedgerReport> {
  const claims = openClaims(trust, verifier);
  const { scan, origin } = await walk(visited, claims, verifier.sha256);
  const checks = [
    ...flawChecks(scan),
    originCheck(origin, claims, trust, verifier.sha256),
    signatureCheck(claims, trust),
    rootCheck(claims, scan.tree.size()),
  ];
  const ok = checks.every(({ status }) => status !== "failed");
  const size = scan.tree.size();
  return { ok, size, root: scan.tree.root(), checks, firstBadSeq: firstBad(scan), truncation: truncation(claims) };
}

function openClaims(trust: LedgerTrust, verifier: Verifier): readonly Claim[] {
  const open = (note: string, isKnown: boolean): Claim => ({
    ...openClaim(note, trust, verifier),
    isKnown,
    root: null,
  });
  const claims = [
    ...trust.checkpoints.map((note) => open(note, false)),
    ...(trust.known ?? []).map((note) => open(note, true)),
  ];
  return claims.sort((a, b) => (a.checkpoint?.size ?? 0) - (b.checkpoint?.size ?? 0));
}

function openClaim(note: string, trust: LedgerTrust, verifier: Verifier): Pick<Claim, "checkpoint" | "problem"> {
  const checkpoint = readCheckpoint(note);
  if (checkpoint === null) return { checkpoint, problem: "a checkpoint is malformed" };
  if (trust.publicKey === undefined) return { checkpoint, problem: null };
  const opened = openCheckpoint(note, { publicKey: trust.publicKey }, verifier);
  return { checkpoint, problem: opened.ok ? null : `the checkpoint at size ${checkpoint.size}: ${opened.code}` };
}

interface Walked {
  readonly scan: Scan;
  /** From the first entry; null when that names none. */
  readonly origin: string | null;
}

async function walk({ entries, visit }: Visited, claims: readonly Claim[], sha256: Sha256): Promise<Walked> {
  const scan = beginScan(sha256);
  let origin: string | null = null;
  let next = compareRoots(scan, claims, 0);
  const take = (text: string): void => {
    if (scan.tree.size() === 0) origin = originOf(text);
    visit(text, scan.tree);
    scanEntry(scan, text);
    next = compareRoots(scan, claims, next);
  };
  if (Symbol.asyncIterator in entries) for await (const text of entries) take(text);
  else for (const text of entries) take(text);
  return { scan, origin };
}

/** Fills in the roots of the claims about the tree as it is now, and gives the number of the next claim. */
function compareRoots({ tree }: Scan, claims: readonly Claim[], from: number): number {
  let next = from;
  for (; next < claims.length; next++) {
    const claim = claims[next] as Claim;
    const size = claim.checkpoint?.size ?? 0;
    if (size > tree.size()) break;
    if (claim.checkpoint !== null) claim.root = tree.root();
  }
  return next;
}

function originOf(text: string): string | null {
  const entry = readEntry(text);
  const { origin } = (entry?.kind === "genesis" ? entry.body : {}) as { readonly origin?: unknown };
  return typeof origin === "string" ? origin : null;
}

function flawChecks({ flaws }: Scan): readonly LedgerCheck[] {
  return (Object.keys(PASSED) as Flaw[]).map((name) => {
    const found = flaws.get(name);
    return found === undefined
      ? { name, status: "passed", detail: PASSED[name] }
      : { name, status: "failed", detail: found.detail };
  });
}

function originCheck(origin: string | null, claims: readonly Claim[], trust: LedgerTrust, sha256: Sha256): LedgerCheck {
  const name = "origin";
  if (origin === null) return { name, status: "failed", detail: "the first entry is not a genesis" };
  const key = trust.publicKey === undefined ? null : parseKey(trust.publicKey, sha256);
  const signed = claims.flatMap(({ checkpoint }) => checkpoint?.origin ?? []);
  const expected = [trust.origin ?? key?.name ?? [], signed].flat();
  const other = expected.find((wanted) => wanted !== origin);
  if (other !== undefined)
    return { name, status: "failed", detail: `expected the ledger \`${other}\`, got \`${origin}\`` };
  if (expected.length > 0) return { name, status: "passed", detail: `the ledger is \`${origin}\`` };
  return { name, status: "skipped", detail: `nothing says that the ledger should be \`${origin}\`` };
}

function signatureCheck(claims: readonly Claim[], trust: LedgerTrust): LedgerCheck {
  const name = "signatures";
  const problem = claims.find((claim) => claim.problem !== null)?.problem;
  if (problem !== undefined && problem !== null) return { name, status: "failed", detail: problem };
  if (trust.publicKey === undefined) return { name, status: "skipped", detail: "no public key was given" };
  if (claims.length === 0) return { name, status: "skipped", detail: "there is no checkpoint" };
  return { name, status: "passed", detail: `${claims.length} checkpoints are signed by the key` };
}

function rootCheck(claims: readonly Claim[], size: number): LedgerCheck {
  const name = "roots";
  const bad = claims.find(isContradicted);
  if (bad?.checkpoint) return { name, status: "failed", detail: contradiction(bad.checkpoint, size) };
  const last = claims.findLast(({ checkpoint }) => checkpoint !== null)?.checkpoint;
  if (!last) return { name, status: "skipped", detail: "there is no checkpoint" };
  return { name, status: "passed", detail: `the first ${last.size} of ${size} entries are those of the checkpoints` };
}

function isContradicted({ checkpoint, root }: Claim): boolean {
  return checkpoint !== null && checkpoint.root !== root;
}

function contradiction(checkpoint: Checkpoint, size: number): string {
  if (checkpoint.size > size) return `only ${size} of ${checkpoint.size} entries are there: cut off or rolled back`;
  return `the first ${checkpoint.size} entries are not those of the checkpoint at that size`;
}

function firstBad({ flaws, changed }: Scan): number | null {
  const places = [...flaws].filter(([flaw]) => flaw !== "chain").map(([, { seq }]) => seq);
  if (changed !== null) places.push(changed);
  return places.length === 0 ? null : Math.min(...places);
}

function truncation(claims: readonly Claim[]): string {
  const sizes = claims
    .filter((claim) => claim.isKnown && claim.problem === null && !isContradicted(claim))
    .map(({ checkpoint }) => checkpoint?.size ?? 0);
  return sizes.length === 0 ? "not excluded" : `excluded up to size ${Math.max(...sizes)}`;
}
