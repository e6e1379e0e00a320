/** Audits a ledger: every recorded decision is made again, and has to come out byte for byte. */

import { loadPolicies } from "../index.ts";
import { type Received, receiveText } from "../intent/receive.ts";
import { decidePrepared, NO_SNAPSHOT, prepare, recordText } from "../intent/record.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import { type Entry, entryHash, readEntry } from "../ledger/entry.ts";
import { createTree, type Tree } from "../ledger/tree.ts";
import type { PolicyFile } from "../policy/source.ts";

export interface AuditReport {
  /** Decisions that came out as recorded. */
  readonly repeated: number;
  /** Refusals of calls that the ledger keeps by hash only. */
  readonly skipped: number;
  readonly findings: readonly Finding[];
}

interface Finding {
  readonly seq: number;
  /** Lowercase, one line. */
  readonly detail: string;
}

/** The fold over the ledger, up to the entry that is looked at. */
interface Fold {
  readonly tree: Tree;
  readonly sha256: Sha256;
  /** Roots of the sizes that the next facts may have been read at. */
  readonly roots: Map<number, string>;
  /** The last policy that loaded. */
  snapshot: Snapshot | null;
  /** The last load failed. */
  refused: boolean;
  repeated: number;
  skipped: number;
}

/** More would not be read. */
const MOST_FINDINGS = 100;

/** Audits entries read once and in order; chain and tree are for `verifyLedger` to check. */
export async function auditLedger(
  entries: AsyncIterable<string> | Iterable<string>,
  sha256: Sha256,
): Promise<AuditReport> {
  const tree = createTree(sha256);
  const fold: Fold = { tree, sha256, roots: new Map(), snapshot: null, refused: false, repeated: 0, skipped: 0 };
  const findings: Finding[] = [];
  for await (const text of entries) {
    const detail = auditEntry(fold, text);
    if (detail !== null && findings.length < MOST_FINDINGS) findings.push({ seq: tree.size(), detail });
    tree.append(entryHash(text, sha256));
    tree.takeTiles();
  }
  return { repeated: fold.repeated, skipped: fold.skipped, findings };
}

/** What is wrong with the entry, or null. */
function auditEntry(fold: Fold, text: string): string | null {
  const entry = readEntry(text);
  if (entry === null) return "it is not an entry";
  const isDecision = entry.kind === "decision" || entry.kind === "refusal";
  try {
    return isDecision ? auditDecision(fold, entry) : auditLoad(fold, entry);
  } catch (error) {
    return `it cannot be repeated: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface LoadBody {
  readonly settings: Partial<Settings>;
  readonly snapshot?: string;
  readonly sources: readonly PolicyFile[];
}

function auditLoad(fold: Fold, { kind, body }: Entry): string | null {
  fold.roots.set(fold.tree.size(), fold.tree.root());
  if (kind === "genesis") return null;
  fold.refused = kind === "policy_refused";
  if (fold.refused) return null;
  const { settings, snapshot, sources } = body as LoadBody;
  fold.snapshot = loadPolicies(sources, { settings });
  return fold.snapshot.hash === snapshot ? null : `its policy is ${fold.snapshot.hash}, recorded is ${snapshot}`;
}

interface DecisionBody {
  readonly call: string | null;
  readonly call_base64?: string;
  readonly decision: Decision;
  readonly facts: Required<Pick<Facts, "at" | "basis">>;
  readonly links?: Readonly<Record<string, string>>;
  readonly snapshot: string;
}

function auditDecision(fold: Fold, entry: Entry): string | null {
  const body = entry.body as DecisionBody;
  const snapshot = snapshotOf(fold, body);
  if (snapshot === undefined) return `it was decided by the policy ${body.snapshot}, which was not in force`;
  if (body.facts.at !== entry.at) return "its time fact is not the time of its entry";
  if (rootAt(fold, body.facts.basis.seq) !== body.facts.basis.root) return "its facts were not read from this ledger";
  const received = receivedOf(body, fold.sha256);
  if (received === null) return auditUnread(fold, body);
  const again = repeat(body, received, { snapshot, sha256: fold.sha256 });
  if (again !== canonical(entry.body)) return "deciding it again gives something else";
  fold.repeated += 1;
  return null;
}

/** The policy that decided, if it was in force; null for none at all, undefined for another one. */
function snapshotOf({ snapshot, refused }: Fold, body: DecisionBody): Snapshot | null | undefined {
  if (body.snapshot === NO_SNAPSHOT.hash) return refused || snapshot === null ? null : undefined;
  return snapshot?.hash === body.snapshot ? snapshot : undefined;
}

/** The root at the size the facts name; entries of one batch share it. */
function rootAt({ tree, roots }: Fold, size: number): string | undefined {
  if (size === tree.size()) {
    roots.clear();
    roots.set(size, tree.root());
  }
  return roots.get(size);
}

function receivedOf({ call, call_base64 }: DecisionBody, sha256: Sha256): Received | null {
  if (call !== null) return receiveText(call, sha256);
  return call_base64 === undefined ? null : receiveText(Buffer.from(call_base64, "base64"), sha256);
}

/** Of a call that was too large only the hash is kept; it can only have been refused. */
function auditUnread(fold: Fold, { decision }: DecisionBody): string | null {
  fold.skipped += 1;
  return decision.decision === "deny" ? null : "it was not denied although nobody could read it";
}

interface Ground {
  readonly snapshot: Snapshot | null;
  readonly sha256: Sha256;
}

/** The body that follows from the call and the facts. */
function repeat({ facts, links = {} }: DecisionBody, received: Received, ground: Ground): string {
  const resolve = (path: string): string | null => (Object.hasOwn(links, path) ? (links[path] ?? null) : null);
  const prepared = prepare(received, { ...ground, resolve });
  return recordText(prepared, decidePrepared(prepared, facts, "own"), facts);
}
