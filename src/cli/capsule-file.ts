/** Puts a capsule together from a ledger and nothing else. */

import { sha256 } from "#sha256";
import { type LedgerSource, loadLedger, proveFrom } from "../engine/journal-ledger.ts";
import type { Reader, StoredCheckpoint } from "../engine/port.ts";
import { loadPolicies } from "../index.ts";
import { NO_SNAPSHOT } from "../intent/gate.ts";
import { refused } from "../intent/to-request.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Opening } from "../kernel/redaction.ts";
import type { Refusal } from "../kernel/request.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import { type Entry, entryHash, readEntry } from "../ledger/entry.ts";
import { bodyOf } from "../ledger/link.ts";
import { planConsistency, planInclusion } from "../ledger/plan.ts";
import { type CapsuleParts, type LaterCheckpoint, makeCapsule, type ProvenEntry } from "../proof/capsule.ts";
import { normaliseRecorded } from "../proof/capsule-normalise.ts";
import type { DecisionBody } from "../proof/capsule-subject.ts";
import { ownCheckpoint } from "./own-checkpoint.ts";

/** The text of a capsule, or why there is none. */
export type Exported = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/** Which capsule of a ledger of `size` entries. */
export interface Wanted {
  /** The entry of the decision. */
  readonly seq: number;
  readonly size: number;
  /** Pointers of the redacted fields that are opened. */
  readonly reveal: readonly string[] | "all";
  /** The checkpoint it is to be proved by, as its note; left out it is the first that will do. */
  readonly note?: string;
}

/** The capsule of a decision: by the first checkpoint that covers it and what was done, or a given one, and the newest. */
export async function exportCapsule(reader: Reader, { seq, size, reveal, note }: Wanted): Promise<Exported> {
  const text = await entryAt(reader, seq);
  const entry = readEntry(text);
  if (entry?.kind !== "decision" && entry?.kind !== "refusal") return { ok: false, why: `entry ${seq} is no decision` };
  const source = { reader, ledger: await loadLedger(reader, size, sha256) };
  const stored = await reader.checkpoints(Number.MAX_SAFE_INTEGER);
  const given = note === undefined ? null : await ownCheckpoint(source, note);
  if (typeof given === "string") return { ok: false, why: given };
  const last = given ?? stored.at(-1);
  if (given !== null && given.size <= seq) return { ok: false, why: `that checkpoint does not cover entry ${seq}` };
  if (last === undefined || last.size <= seq) return { ok: false, why: `no checkpoint covers entry ${seq} yet` };
  const parts = await partsOf(entry, reader);
  if (parts === null) return { ok: false, why: `the policy of entry ${seq} is not in the ledger` };
  const opened = await openingsOf(reader, entry, reveal);
  if (typeof opened === "string") return { ok: false, why: opened };
  const told = await executionOf(seq, last.size, reader);
  const end = told.at(-1)?.seq ?? seq;
  const first = given ?? stored.find((each) => each.size > end) ?? last;
  const tree: Tree = { source, size: first.size };
  const execution: ProvenEntry[] = [];
  for (const each of told) execution.push(await prove(each.text, each.seq, tree));
  const proofs = {
    entry: await prove(text, seq, tree),
    execution,
    later: await laterOf(source, first, stored.at(-1) ?? first),
  };
  return { ok: true, text: makeCapsule({ ...parts, ...proofs, checkpoint: first.note, openings: opened }) };
}

/** The newest checkpoint, if there is a newer one, and that it continues the first. */
async function laterOf(
  source: LedgerSource,
  first: StoredCheckpoint,
  newest: StoredCheckpoint,
): Promise<LaterCheckpoint | null> {
  if (newest.size <= first.size) return null;
  const proof = await proveFrom(source, planConsistency(first.size, newest.size), sha256);
  return { checkpoint: newest.note, proof };
}

/** What opens the fields that are asked for; why not, in words, when one of them cannot be opened. */
async function openingsOf(
  reader: Reader,
  { seq, body }: Entry,
  reveal: Wanted["reveal"],
): Promise<readonly Opening[] | string> {
  const { redacted = [] } = body as DecisionBody;
  const known = await reader.openings(seq);
  const asked = reveal === "all" ? redacted : redacted.filter((pointer) => reveal.includes(pointer));
  const stranger = reveal === "all" ? undefined : reveal.find((pointer) => !redacted.includes(pointer));
  if (stranger !== undefined) return `entry ${seq} has no redacted field \`${stranger}\``;
  const openings = asked.map((pointer) => known.find((opening) => opening.pointer === pointer));
  const lost = openings.indexOf(undefined);
  if (lost >= 0) return `\`${asked[lost]}\` of entry ${seq} was forgotten`;
  return openings.filter((opening) => opening !== undefined);
}

/** What a proof is made from: the hashes, and the size of the tree it leads to. */
interface Tree {
  readonly source: LedgerSource;
  readonly size: number;
}

type Deciding = Omit<CapsuleParts, "entry" | "execution" | "checkpoint" | "later" | "openings">;

async function partsOf({ seq, body }: Entry, reader: Reader): Promise<Deciding | null> {
  const recorded = body as DecisionBody & { readonly decision: Decision; readonly facts: Facts };
  const { call, decision, facts, request_hash } = recorded;
  const snapshot = await snapshotAt(reader, seq, decision.policy_snapshot_hash);
  if (snapshot === undefined) return null;
  const request = normaliseRecorded(recorded, snapshot, sha256) ?? refused(refusalOf(decision));
  return { call, request, request_hash, snapshot, facts, decision };
}

/** Of a call that was not kept the decision says why it was refused, and nothing else is known of it. */
function refusalOf({ deny_code, deny_detail }: Decision): Refusal {
  return { code: deny_code ?? "request.too_large", detail: deny_detail ?? "" };
}

/** Entries that are read at once on the way back to the policy of a decision. */
const PAGE = 256;

/** The snapshot of this hash, from the last policy before an entry that has it; null where there was none. */
async function snapshotAt(reader: Reader, before: number, hash: string): Promise<Snapshot | null | undefined> {
  if (hash === NO_SNAPSHOT.hash) return null;
  for (let to = before; to > 0; to -= PAGE) {
    const page: string[] = [];
    for await (const text of reader.entries(Math.max(0, to - PAGE), to)) page.push(text);
    const found = page.map(policyOf).findLast((policy) => policy?.snapshot === hash);
    if (found) return loadPolicies(found.sources, { settings: found.settings });
  }
  return undefined;
}

interface PolicyBody {
  readonly snapshot: string;
  readonly sources: Snapshot["sources"];
  readonly settings: Partial<Settings>;
}

/** What a policy entry records; null for any other entry. */
function policyOf(text: string): PolicyBody | null {
  // Only a policy is worth parsing for its body.
  return bodyOf(text)?.kind === "policy" ? ((readEntry(text)?.body ?? null) as PolicyBody | null) : null;
}

interface Told {
  readonly seq: number;
  readonly text: string;
}

async function executionOf(seq: number, size: number, reader: Reader): Promise<readonly Told[]> {
  const told: Told[] = [];
  let at = seq + 1;
  for await (const text of reader.entries(at, size)) {
    if (isAbout(text, seq)) told.push({ seq: at, text });
    at++;
  }
  return told;
}

const EXECUTION: readonly string[] = ["claim", "outcome", "release"];

function isAbout(text: string, seq: number): boolean {
  const found = bodyOf(text);
  if (found === null || !EXECUTION.includes(found.kind)) return false;
  return (JSON.parse(found.body) as { readonly decision?: unknown }).decision === `d-${seq}`;
}

async function prove(text: string, seq: number, { source, size }: Tree): Promise<ProvenEntry> {
  const proof = await proveFrom(source, planInclusion(seq, size), sha256);
  return { hash: entryHash(text, sha256), proof, text };
}

async function entryAt(reader: Reader, seq: number): Promise<string> {
  for await (const text of reader.entries(seq, seq + 1)) return text;
  throw new Error(`entry ${seq} is missing`);
}
