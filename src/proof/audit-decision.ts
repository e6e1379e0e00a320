/** One recorded decision made again, from its call and from what the entries before it say. */

import type { Book } from "../book/book.ts";
import { judgeCall } from "../book/judge-call.ts";
import { type Received, receiveText } from "../intent/receive.ts";
import { NO_SNAPSHOT } from "../intent/record.ts";
import { prepareRecorded, restoredText } from "../intent/redact.ts";
import { fromBase64 } from "../kernel/base64.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Sha256 } from "../kernel/hash.ts";
import type { Opening } from "../kernel/redaction.ts";
import type { Snapshot } from "../kernel/rule.ts";
import type { EntryKind } from "../ledger/entry.ts";
import type { Tree } from "../ledger/tree.ts";

/** An entry that is looked at. */
export interface Recorded {
  readonly kind: EntryKind;
  readonly body: string;
  readonly seq: number;
  readonly at: string;
}

type Basis = NonNullable<Facts["basis"]>;

/** What a decision is judged by. */
export interface Case {
  readonly sha256: Sha256;
  readonly tree: Tree;
  readonly book: Book;
  /** Sizes that the next facts may have been read at, and the roots there. */
  bases: readonly Basis[];
  /** The last policy that loaded. */
  snapshot: Snapshot | null;
  /** The last load failed. */
  refused: boolean;
  repeated: number;
  skipped: number;
  forgotten: number;
  /** Of the entry that is looked at. */
  readonly openings: () => readonly Opening[];
}

type RecordedFacts = Facts & Required<Pick<Facts, "at" | "basis">>;

interface DecisionBody {
  readonly call: string | null;
  readonly call_base64?: string;
  readonly decision: Decision;
  readonly facts: RecordedFacts;
  readonly links?: Readonly<Record<string, string>>;
  readonly redacted?: readonly string[];
  readonly reservation?: { readonly guard: string };
  readonly uses?: unknown;
}

/** What is wrong with a decision or a refusal, or null. */
export function auditDecision(fold: Case, recorded: Recorded): string | null {
  // Read loosely: what is not exactly the text that follows from it is found when the texts are compared.
  const body = JSON.parse(recorded.body) as DecisionBody;
  const { policy_snapshot_hash } = body.decision;
  const superseded = body.facts.policy === "superseded";
  const snapshot = superseded ? null : snapshotOf(fold, policy_snapshot_hash);
  if (snapshot === undefined) return `it was decided by the policy ${policy_snapshot_hash}, which was not in force`;
  if (body.facts.at !== recorded.at) return "its time fact is not the time of its entry";
  if (!isBasis(fold, body.facts.basis)) return "its facts were not read from this ledger";
  const openings = body.redacted === undefined ? [] : fold.openings();
  if (openings.length < (body.redacted?.length ?? 0)) {
    fold.forgotten += 1;
    return null;
  }
  const received = receivedOf(body, openings, fold);
  if (received === null) return auditUnread(fold, recorded, body);
  const finding = repeat(body, received, { recorded, snapshot, fold });
  if (finding === null) fold.repeated += 1;
  return finding;
}

/** The policy that decided, if it was in force; null for none at all, undefined for another one. */
function snapshotOf({ snapshot, refused }: Case, hash: string): Snapshot | null | undefined {
  if (hash === NO_SNAPSHOT.hash) return refused || snapshot === null ? null : undefined;
  return snapshot?.hash === hash ? snapshot : undefined;
}

/** Facts are read before the batch of their entry: where those of an earlier one were read, or after that. */
function isBasis(fold: Case, { seq, root }: Basis): boolean {
  if (seq === fold.tree.size()) noteBasis(fold);
  const place = fold.bases.findIndex((basis) => basis.seq === seq && basis.root === root);
  fold.bases = fold.bases.slice(Math.max(0, place));
  return place >= 0;
}

/** More entries are not written at once. */
const MOST_BASES = 1024;

/** A batch may begin with this entry. */
export function noteBasis(fold: Case): void {
  const { tree, bases } = fold;
  fold.bases = [...bases.slice(-MOST_BASES), { seq: tree.size(), root: tree.root() }];
}

function receivedOf(
  { call, call_base64 }: DecisionBody,
  openings: readonly Opening[],
  { sha256 }: Case,
): Received | null {
  if (call !== null) return receiveText(openings.length === 0 ? call : restoredText(call, openings), sha256);
  const bytes = call_base64 === undefined ? null : fromBase64(call_base64);
  return bytes === null ? null : receiveText(bytes, sha256);
}

/** Of a call that was too large only the hash is kept; it can only have been refused. */
function auditUnread(fold: Case, { kind }: Recorded, { decision }: DecisionBody): string | null {
  fold.skipped += 1;
  return kind === "refusal" && decision.decision === "deny" ? null : "it was not denied although nobody could read it";
}

interface Ground {
  readonly recorded: Recorded;
  readonly snapshot: Snapshot | null;
  readonly fold: Case;
}

/** Compares the entry with what follows from its call, its place, and the entries before it. */
function repeat(body: DecisionBody, received: Received, { recorded, snapshot, fold }: Ground): string | null {
  const { links = {}, facts, reservation } = body;
  const { book, sha256 } = fold;
  const salts = new Map(fold.openings().map(({ pointer, salt }) => [pointer, salt]));
  const resolve = (path: string): string | null => (Object.hasOwn(links, path) ? (links[path] ?? null) : null);
  const prepared = prepareRecorded(received, {
    snapshot,
    resolve,
    sha256,
    salt: (pointer) => salts.get(pointer) ?? "",
  });
  if ((prepared.request.kind === "invalid") !== (recorded.kind === "refusal")) return OTHERWISE;
  const place = {
    at: facts.at,
    basis: facts.basis,
    time: "own",
    guard: reservation?.guard ?? "",
    sha256,
    parks: true,
    superseded: facts.policy === "superseded",
    unnamed: facts.frozen === true,
  } as const;
  const judged = judgeCall(prepared, place, book);
  if (judged.kind === "answered") return `its call was answered already, by d-${judged.seq}`;
  return judged.body === recorded.body ? null : differenceOf(body, JSON.parse(judged.body));
}

const OTHERWISE = "deciding it again gives something else";

/** Names the first member that is not what follows: facts before the decision they lead to. */
function differenceOf(recorded: DecisionBody, again: DecisionBody): string {
  const facts = differing(recorded.facts, again.facts);
  if (facts !== null) return `its fact \`${facts}\` is not what follows from the entries before it`;
  const member = differing(recorded, again);
  if (member === "reservation") return "it does not reserve what its decision moves";
  if (member === "shown") return "its approvers are not shown what it asks for";
  return member === "uses" ? "it does not bind the key, the nonce and the approvals of its call" : OTHERWISE;
}

function differing(a: object, b: object): string | null {
  const [left, right] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.find((name) => canonical(left?.[name] ?? null) !== canonical(right?.[name] ?? null)) ?? null;
}
