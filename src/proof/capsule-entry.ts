/** Does the entry say what the capsule says around it? */

import { NO_SNAPSHOT } from "../intent/own-time.ts";
import { canonical } from "../kernel/canonical.ts";
import { type Entry, entryHash } from "../ledger/entry.ts";
import { verifyInclusion } from "../ledger/proof.ts";
import type { ProvenEntry } from "./capsule.ts";
import { type Finding, failed, skipped } from "./capsule-finding.ts";
import type { DecisionBody, Subject } from "./capsule-subject.ts";

/** INVARIANT: what is only advisory, and what is not known here, has another member and makes no capsule. */
const MEMBERS: readonly string[] = [
  "call",
  "call_base64",
  "call_bytes",
  "call_sha256",
  "decision",
  "facts",
  "links",
  "redacted",
  "request_hash",
  "reservation",
  "shown",
  "uses",
];

export function checkEntry({ capsule, entry, body, ports }: Subject): Finding {
  if (entry === null) return failed("entry.malformed");
  const kind = capsule.request.kind === "invalid" ? "refusal" : "decision";
  if (entry.kind !== kind) return failed("entry.kind", `expected \`${kind}\`, got \`${entry.kind}\``);
  const unknown = Object.keys(body ?? {}).find((name) => !MEMBERS.includes(name));
  if (body === null || unknown !== undefined)
    return failed("entry.field", unknown === undefined ? "" : `\`${unknown}\``);
  if (entryHash(capsule.entry.text, ports.sha256) !== capsule.entry.hash) return failed("entry.hash");
  if (body.call !== capsule.call) return failed("entry.call");
  if (!isSame(body.decision, capsule.decision)) return failed("entry.decision");
  if (!isSame(body.facts, capsule.facts) || !isInPlace(body, entry)) return failed("entry.facts");
  if (body.request_hash !== capsule.request_hash) return failed("entry.request_hash");
  const { hash } = capsule.snapshot ?? NO_SNAPSHOT;
  return capsule.decision.policy_snapshot_hash === hash ? null : failed("entry.snapshot");
}

export function checkInclusion({ capsule, entry, checkpoint, ports }: Subject): Finding {
  if (entry === null || checkpoint === null) return skipped("skipped.unread");
  return isIncluded(capsule.entry, { index: entry.seq, head: checkpoint }, ports) ? null : failed("inclusion.invalid");
}

/** Is the text the entry of this number of the tree, whatever hash is told of it? */
export function isIncluded(
  { text, proof }: ProvenEntry,
  { index, head }: { readonly index: number; readonly head: { readonly size: number; readonly root: string } },
  { sha256 }: Subject["ports"],
): boolean {
  return verifyInclusion({ leaf: entryHash(text, sha256), index, head, proof }, sha256);
}

/** Canonical texts are equal when the values are; both come from texts that were read strictly. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a, MAX_DEPTH) === canonical(b, MAX_DEPTH);
}

const MAX_DEPTH = 1000;

/** Facts are of the time of their entry, and were read before it. */
function isInPlace({ facts }: DecisionBody, { at, seq }: Entry): boolean {
  const read = facts.basis?.seq;
  return facts.at === at && typeof read === "number" && read <= seq;
}
