/** Puts a capsule together from a ledger and nothing else. */

import { sha256 } from "#sha256";
import { type LedgerSource, loadLedger, proveFrom } from "../engine/journal-ledger.ts";
import type { Reader } from "../engine/port.ts";
import { loadPolicies } from "../index.ts";
import { NO_SNAPSHOT } from "../intent/gate.ts";
import { refused } from "../intent/to-request.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Refusal } from "../kernel/request.ts";
import type { Settings, Snapshot } from "../kernel/rule.ts";
import { type Entry, entryHash, readEntry } from "../ledger/entry.ts";
import { bodyOf } from "../ledger/link.ts";
import { planInclusion } from "../ledger/plan.ts";
import { type CapsuleParts, makeCapsule, type ProvenEntry } from "../proof/capsule.ts";
import { normaliseRecorded } from "../proof/capsule-normalise.ts";
import type { DecisionBody } from "../proof/capsule-subject.ts";

/** The text of a capsule, or why there is none. */
export type Exported = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/** The capsule of the decision that entry `seq` of a ledger of `size` entries records, up to its newest checkpoint. */
export async function exportCapsule(reader: Reader, seq: number, size: number): Promise<Exported> {
  const text = await entryAt(reader, seq);
  const entry = readEntry(text);
  if (entry?.kind !== "decision" && entry?.kind !== "refusal") return { ok: false, why: `entry ${seq} is no decision` };
  const [newest] = await reader.checkpoints(1);
  if (newest === undefined || newest.size <= seq) return { ok: false, why: `no checkpoint covers entry ${seq} yet` };
  const ledger = await loadLedger(reader, size, sha256);
  const tree: Tree = { source: { reader, ledger }, size: newest.size };
  const parts = await partsOf(entry, reader);
  if (parts === null) return { ok: false, why: `the policy of entry ${seq} is not in the ledger` };
  const proven = await prove(text, seq, tree);
  const execution = await executionOf(entry, tree);
  return {
    ok: true,
    text: makeCapsule({ ...parts, entry: proven, execution, checkpoint: newest.note, later: null }),
  };
}

/** What a proof is made from: the hashes, and the size of the tree it leads to. */
interface Tree {
  readonly source: LedgerSource;
  readonly size: number;
}

type Deciding = Omit<CapsuleParts, "entry" | "execution" | "checkpoint" | "later">;

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

async function executionOf({ seq }: Entry, tree: Tree): Promise<readonly ProvenEntry[]> {
  const execution: ProvenEntry[] = [];
  let at = seq + 1;
  for await (const text of tree.source.reader.entries(at, tree.size)) {
    if (isAbout(text, seq)) execution.push(await prove(text, at, tree));
    at++;
  }
  return execution;
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
