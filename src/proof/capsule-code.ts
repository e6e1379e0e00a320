/** The closed tables of what a capsule is checked for, and of what can be said of each check: docs/spec/capsule.md. */

/** The checks in the order in which they are listed, with what it means that one passed. */
export const CAPSULE_CHECKS = {
  trust: "the trust is well-formed",
  schema: "it is a capsule, and the one text of it",
  entry: "the entry says what the capsule says",
  redaction: "the redacted fields are those of the policy, and what opens them fits their commitments",
  call: "the call, normalised again, is the request",
  request: "the hash of the request is that of the request",
  snapshot: "the hash of the snapshot is that of its sources and settings",
  rules: "the sources, lowered again, are the rules",
  decision: "the request, decided again, is decided alike",
  inclusion: "the entry is in the tree of the checkpoint",
  checkpoint: "the trusted key signed the checkpoint of the trusted ledger",
  range: "the checkpoint is one that the key is trusted for",
  witnesses: "as many trusted witnesses as asked for saw the checkpoint",
  execution: "what is told of the execution follows from the decision, and is in the tree",
  later: "the later checkpoint, if there is one, continues this one",
} as const;

export type CheckName = keyof typeof CAPSULE_CHECKS;

/** Why a check failed. */
export const FAILURES = {
  "trust.malformed": "the trust is not of the form of one",
  "trust.key": "a key of the trust is not a key, or not of the ledger or witness it is said to be of",
  "capsule.too_large": "it is longer than a capsule may be",
  "capsule.malformed": "it is not JSON",
  "capsule.version": "it is of another version",
  "capsule.field_unknown": "it has a member that capsules do not have",
  "capsule.field_missing": "it lacks a member that capsules have",
  "capsule.field_invalid": "a member is not of its form",
  "capsule.not_canonical": "it is not the canonical text of what it says",
  "entry.malformed": "the text of the entry is not an entry",
  "entry.kind": "the entry is of another kind than the request asks for",
  "entry.field": "the body of the entry has members that are not those of a binding decision",
  "entry.hash": "the hash of the entry is another",
  "entry.call": "the entry records another call",
  "entry.decision": "the entry records another decision",
  "entry.facts": "the entry records other facts, or facts of another place or time",
  "entry.request_hash": "the entry records another request",
  "entry.snapshot": "the entry was decided by another snapshot",
  "redaction.fields": "the call has other commitments than the policy asks for",
  "redaction.opening": "what is to open a field does not fit its commitment",
  "call.other_request": "the call, normalised again, is another request",
  "call.failed": "the call cannot be normalised",
  "request.hash": "the hash of the request is another",
  "snapshot.semantics": "the snapshot is of another version of the rules' meaning",
  "snapshot.hash": "the hash of the snapshot is another",
  "rules.other": "the sources, lowered again, are other rules",
  "rules.failed": "the sources do not load",
  "decision.other": "the request, decided again, is decided otherwise",
  "decision.failed": "the request cannot be decided by these rules",
  "inclusion.invalid": "the entry is not in the tree of the checkpoint",
  "checkpoint.malformed": "it is not a checkpoint",
  "checkpoint.origin": "it is a checkpoint of another ledger",
  "checkpoint.unsigned": "the trusted key did not sign it",
  "checkpoint.signer": "somebody signed it whom the trust does not name",
  "checkpoint.repeated": "somebody signed it twice",
  "checkpoint.signature": "a signature does not verify",
  "range.outside": "the key is not trusted for a ledger of this size",
  "witness.quorum": "too few of the trusted witnesses saw it",
  "execution.of_deny": "a denied request was executed",
  "execution.of_ask": "a request that waits for an approval was executed",
  "execution.malformed": "an entry of the execution is not one",
  "execution.claim": "the first entry of an execution is not the one claim",
  "execution.order": "the entries of the execution are not in order",
  "execution.other": "an entry of the execution is about another decision",
  "execution.hash": "the hash of an entry of the execution is another",
  "execution.inclusion": "an entry of the execution is not in the tree of the checkpoint",
  "later.inconsistent": "the later checkpoint does not continue this one",
} as const;

/** Why a check was skipped. */
export const SKIPS = {
  "skipped.unread": "what it looks at could not be read",
  "skipped.normaliser": "nothing to normalise calls with was handed in",
  "skipped.loader": "nothing to load policies with was handed in",
  "skipped.call_not_kept": "the ledger does not keep this call",
  "skipped.left_out": "this build leaves out what the decision asks for",
  "skipped.redacted": "fields of the call are redacted, and not all of them are opened",
} as const;

export type FailureCode = keyof typeof FAILURES;
export type SkipCode = keyof typeof SKIPS;

/** Of one check. */
export type CheckCode = keyof typeof FAILURES | keyof typeof SKIPS;

/** What the tables say of a check, for people: its code's row, or what it means that it passed. */
export function meaningOf(name: CheckName, code: CheckCode | null): string {
  return code === null ? CAPSULE_CHECKS[name] : { ...FAILURES, ...SKIPS }[code];
}
