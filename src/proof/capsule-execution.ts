/** What became of an allow: claimed once, then told about, all in the same tree. */

import { type Entry, entryHash, readEntry } from "../ledger/entry.ts";
import type { ProvenEntry } from "./capsule.ts";
import { isIncluded } from "./capsule-entry.ts";
import { type Finding, failed, skipped } from "./capsule-finding.ts";
import type { Subject } from "./capsule-subject.ts";

export function checkExecution(subject: Subject): Finding {
  const { capsule, entry } = subject;
  const { execution, decision } = capsule;
  if (execution.length === 0) return null;
  if (decision.decision === "ask") return failed("execution.of_ask");
  if (decision.decision !== "allow") return failed("execution.of_deny");
  if (entry === null) return skipped("skipped.unread");
  let before = entry;
  for (const proven of execution) {
    const told = readEntry(proven.text);
    if (told === null) return failed("execution.malformed");
    const finding = entryFinding(told, { before, subject }) ?? proofFinding(proven, told, subject);
    if (finding !== null) return finding;
    before = told;
  }
  return null;
}

/** What a guard tells after it has claimed. */
const TOLD: readonly string[] = ["outcome", "release"];

/** A claim comes first and once; whatever else is told comes after it, and is about the same decision. */
function entryFinding(
  { kind, seq, body }: Entry,
  place: { readonly before: Entry; readonly subject: Subject },
): Finding {
  const { before, subject } = place;
  const isClaim = kind === "claim";
  if (isClaim !== (before === subject.entry) || !(isClaim || TOLD.includes(kind))) return failed("execution.claim");
  if (seq <= before.seq) return failed("execution.order");
  const { decision } = (body ?? {}) as { readonly decision?: unknown };
  return decision === `d-${subject.entry?.seq}` ? null : failed("execution.other");
}

function proofFinding(proven: ProvenEntry, { seq }: Entry, { checkpoint, ports }: Subject): Finding {
  if (entryHash(proven.text, ports.sha256) !== proven.hash) return failed("execution.hash");
  if (checkpoint === null) return skipped("skipped.unread");
  return isIncluded(proven, { index: seq, head: checkpoint }, ports) ? null : failed("execution.inclusion");
}
