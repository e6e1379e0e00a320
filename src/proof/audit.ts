/** Audits a ledger: every recorded decision is made again, and has to come out byte for byte. */

import { type Received, receiveText } from "../intent/receive.ts";
import { decidePrepared, NO_SNAPSHOT, prepare, recordText } from "../intent/record.ts";
import { fromBase64 } from "../kernel/base64.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import type { Verifier } from "../ledger/checkpoint.ts";
import { type EntryKind, readEntry } from "../ledger/entry.ts";
import { bodyOf, timeOf } from "../ledger/link.ts";
import type { Tree } from "../ledger/tree.ts";
import type { PolicyFile } from "../policy/source.ts";
import { type LedgerReport, type LedgerTrust, verifyVisiting } from "./verify.ts";

export interface AuditReport {
  /** Decisions that came out as recorded. */
  readonly repeated: number;
  /** Refusals of calls that the ledger keeps by hash only, or not at all. */
  readonly skipped: number;
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly seq: number;
  /** Lowercase, one line. */
  readonly detail: string;
}

export interface Audited {
  /** Nothing failed, and there are no findings. */
  readonly ok: boolean;
  readonly ledger: LedgerReport;
  readonly decisions: AuditReport;
}

/** What an auditor works with; `loadPolicies` is that of the library. */
export interface Auditor extends Verifier {
  readonly loadPolicies: (files: readonly PolicyFile[], options: { readonly settings: Partial<Settings> }) => Snapshot;
}

/** The fold over the ledger, up to the entry that is looked at. */
interface Fold {
  readonly auditor: Auditor;
  readonly tree: Tree;
  /** Size that the next facts may have been read at, and the root there. */
  basis: { readonly seq: number; readonly root: string };
  /** The last policy that loaded. */
  snapshot: Snapshot | null;
  /** The last load failed. */
  refused: boolean;
  repeated: number;
  skipped: number;
}

/** More would not be read. */
const MOST_FINDINGS = 100;

/** Verifies the entries of a ledger, read once and in order, and decides each of its calls again. */
export async function auditLedger(
  entries: AsyncIterable<string> | Iterable<string>,
  trust: LedgerTrust,
  auditor: Auditor,
): Promise<Audited> {
  const findings: Finding[] = [];
  let fold: Fold | null = null;
  const visit = (text: string, tree: Tree): void => {
    fold ??= beginFold(tree, auditor);
    const detail = auditEntry(fold, text);
    if (detail !== null && findings.length < MOST_FINDINGS) findings.push({ seq: tree.size(), detail });
  };
  const ledger = await verifyVisiting({ entries, visit }, trust, auditor);
  const { repeated = 0, skipped = 0 } = (fold as Fold | null) ?? {};
  return { ok: ledger.ok && findings.length === 0, ledger, decisions: { repeated, skipped, findings } };
}

function beginFold(tree: Tree, auditor: Auditor): Fold {
  return { auditor, tree, basis: basisOf(tree), snapshot: null, refused: false, repeated: 0, skipped: 0 };
}

function basisOf(tree: Tree): Fold["basis"] {
  return { seq: tree.size(), root: tree.root() };
}

/** What is wrong with the entry, or null. */
function auditEntry(fold: Fold, text: string): string | null {
  const found = bodyOf(text);
  if (found === null) return "it is not an entry";
  try {
    const isDecision = found.kind === "decision" || found.kind === "refusal";
    return isDecision ? auditDecision(fold, timeOf(text), found) : auditLoad(fold, text);
  } catch (error) {
    return `it cannot be repeated: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface LoadBody {
  readonly settings: Partial<Settings>;
  readonly snapshot?: string;
  readonly sources: readonly PolicyFile[];
}

function auditLoad(fold: Fold, text: string): string | null {
  fold.basis = basisOf(fold.tree);
  const entry = readEntry(text);
  if (entry === null) return "it is not an entry";
  if (entry.kind === "genesis") return null;
  fold.refused = entry.kind === "policy_refused";
  if (fold.refused) return null;
  const { settings, snapshot, sources } = entry.body as LoadBody;
  fold.snapshot = fold.auditor.loadPolicies(sources, { settings });
  return fold.snapshot.hash === snapshot ? null : `its policy is ${fold.snapshot.hash}, recorded is ${snapshot}`;
}

interface DecisionBody {
  readonly call: string | null;
  readonly call_base64?: string;
  readonly decision: Decision;
  readonly facts: Required<Pick<Facts, "at" | "basis">>;
  readonly links?: Readonly<Record<string, string>>;
}

function auditDecision(fold: Fold, at: string, { kind, body: text }: Recorded): string | null {
  // Read loosely: what is not exactly the text that follows from it is found when the texts are compared.
  const body = JSON.parse(text) as DecisionBody;
  const { policy_snapshot_hash } = body.decision;
  const snapshot = snapshotOf(fold, policy_snapshot_hash);
  if (snapshot === undefined) return `it was decided by the policy ${policy_snapshot_hash}, which was not in force`;
  if (body.facts.at !== at) return "its time fact is not the time of its entry";
  if (!isBasis(fold, body.facts.basis)) return "its facts were not read from this ledger";
  const received = receivedOf(body, fold.auditor);
  if (received === null) return auditUnread(fold, kind, body);
  if (repeat(body, received, { kind, snapshot, auditor: fold.auditor }) !== text)
    return "deciding it again gives something else";
  fold.repeated += 1;
  return null;
}

interface Recorded {
  readonly kind: EntryKind;
  readonly body: string;
}

/** The policy that decided, if it was in force; null for none at all, undefined for another one. */
function snapshotOf({ snapshot, refused }: Fold, hash: string): Snapshot | null | undefined {
  if (hash === NO_SNAPSHOT.hash) return refused || snapshot === null ? null : undefined;
  return snapshot?.hash === hash ? snapshot : undefined;
}

/** Facts are read before the batch of their entry, so from where an earlier one was read, or from here. */
function isBasis(fold: Fold, { seq, root }: DecisionBody["facts"]["basis"]): boolean {
  if (seq === fold.tree.size()) fold.basis = basisOf(fold.tree);
  return seq === fold.basis.seq && root === fold.basis.root;
}

function receivedOf({ call, call_base64 }: DecisionBody, { sha256 }: Auditor): Received | null {
  if (call !== null) return receiveText(call, sha256);
  const bytes = call_base64 === undefined ? null : fromBase64(call_base64);
  return bytes === null ? null : receiveText(bytes, sha256);
}

/** Of a call that was too large only the hash is kept; it can only have been refused. */
function auditUnread(fold: Fold, kind: EntryKind, { decision }: DecisionBody): string | null {
  fold.skipped += 1;
  return kind === "refusal" && decision.decision === "deny" ? null : "it was not denied although nobody could read it";
}

interface Ground {
  readonly kind: EntryKind;
  readonly snapshot: Snapshot | null;
  readonly auditor: Auditor;
}

/** The body that follows from the call and the facts; null when it would not be an entry of this kind. */
function repeat({ facts, links = {} }: DecisionBody, received: Received, ground: Ground): string | null {
  const { kind, snapshot, auditor } = ground;
  const resolve = (path: string): string | null => (Object.hasOwn(links, path) ? (links[path] ?? null) : null);
  const prepared = prepare(received, { snapshot, resolve, sha256: auditor.sha256 });
  if ((prepared.request.kind === "invalid") !== (kind === "refusal")) return null;
  return recordText(prepared, decidePrepared(prepared, facts, "own"), facts);
}
