/** Verifies a capsule against trust that was given from elsewhere; docs/spec/capsule.md. */

import type { Effect } from "../kernel/effect.ts";
import { readCapsule } from "./capsule.ts";
import { checkCheckpoint, checkLater, checkRange, checkWitnesses } from "./capsule-checkpoint.ts";
import type { CAPSULE_CHECKS } from "./capsule-code.ts";
import { checkEntry, checkInclusion } from "./capsule-entry.ts";
import { checkExecution } from "./capsule-execution.ts";
import { type FailureCode, type Finding, failedBy, type SkipCode, skipped } from "./capsule-finding.ts";
import { checkRedaction } from "./capsule-redaction.ts";
import { checkCall, checkDecision, checkRequest, checkRules, checkSnapshot } from "./capsule-replay.ts";
import { type CapsulePorts, type Subject, subjectOf } from "./capsule-subject.ts";
import { readTrust } from "./capsule-trust.ts";

export type { CapsulePorts } from "./capsule-subject.ts";

export interface CapsuleCheck {
  readonly name: keyof typeof CAPSULE_CHECKS;
  readonly result: "passed" | "failed" | "skipped";
  /** Of the closed tables of docs/spec/capsule.md; null when it passed. */
  readonly code: FailureCode | SkipCode | null;
  /** Which one, or what came instead, on one line; empty where the code says it all. */
  readonly detail: string;
}

export interface CapsuleReport {
  /** Every check passed; anything less is no proof. */
  readonly ok: boolean;
  /** `incomplete`: nothing failed, and something could not be checked. */
  readonly verdict: "verified" | "incomplete" | "refused";
  readonly checks: readonly CapsuleCheck[];
  /** What the capsule is about; null when it is not verified. */
  readonly decision: Effect | null;
  /** Facts that the ledger states and only an audit of the whole ledger proves. */
  readonly asserted: readonly string[];
}

type Check = (subject: Subject) => Finding | Promise<Finding>;

const PASSED: Check = () => null;

const CHECKS: Readonly<Record<CapsuleCheck["name"], Check>> = {
  trust: PASSED,
  schema: PASSED,
  entry: checkEntry,
  redaction: checkRedaction,
  call: checkCall,
  request: checkRequest,
  snapshot: checkSnapshot,
  rules: checkRules,
  decision: checkDecision,
  inclusion: checkInclusion,
  checkpoint: checkCheckpoint,
  range: checkRange,
  witnesses: checkWitnesses,
  execution: checkExecution,
  later: checkLater,
};

/**
 * Verifies a capsule. `trust` is the text of a trust file: nothing inside of the capsule extends it, and there is none by
 * default. Never rejects: what cannot be read is refused.
 *
 * @example
 * const { ok, checks } = await verifyCapsule(bytes, trustText, { sha256, verifyEd25519 });
 */
export async function verifyCapsule(
  capsule: string | Uint8Array,
  trust: string | Uint8Array,
  ports: CapsulePorts,
): Promise<CapsuleReport> {
  const believed = readTrust(trust, ports.sha256);
  const read = readCapsule(capsule);
  if (!believed.ok || !read.ok) {
    return unread({ trust: believed.ok ? null : believed.finding, schema: read.ok ? null : read.finding });
  }
  const subject = subjectOf(read.capsule, believed.trust, ports);
  const checks: CapsuleCheck[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    checks.push(checkOf(name as CapsuleCheck["name"], await attempt(check, subject)));
  }
  return reportOf(checks, subject);
}

/** What has no canonical form, or breaks what looks at it, is of no form that a capsule has. */
async function attempt(check: Check, subject: Subject): Promise<Finding> {
  try {
    return await check(subject);
  } catch (error) {
    return failedBy("capsule.field_invalid", error);
  }
}

function unread(findings: Readonly<Record<"trust" | "schema", Finding>>): CapsuleReport {
  const { trust, schema, ...others } = CHECKS;
  const rest = Object.keys(others).map((name) => checkOf(name as CapsuleCheck["name"], skipped("skipped.unread")));
  return reportOf([checkOf("trust", findings.trust), checkOf("schema", findings.schema), ...rest], null);
}

function checkOf(name: CapsuleCheck["name"], finding: Finding): CapsuleCheck {
  return finding === null ? { name, result: "passed", code: null, detail: "" } : { name, ...finding };
}

function reportOf(checks: readonly CapsuleCheck[], subject: Subject | null): CapsuleReport {
  const has = (result: CapsuleCheck["result"]): boolean => checks.some((check) => check.result === result);
  const verdict = has("failed") ? "refused" : has("skipped") ? "incomplete" : "verified";
  const isUsable = subject !== null && verdict !== "refused";
  return {
    ok: verdict === "verified",
    verdict,
    checks,
    decision: isUsable ? subject.capsule.decision.decision : null,
    asserted: isUsable ? Object.keys(subject.capsule.facts) : [],
  };
}
