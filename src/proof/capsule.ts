/** A capsule: one decision with all that it follows from and the proof that it was recorded, in one file. */

import { canonical } from "../kernel/canonical.ts";
import { readCanonical } from "../kernel/canonical-read.ts";
import type { Decision } from "../kernel/decision.ts";
import type { Facts } from "../kernel/facts.ts";
import type { Json } from "../kernel/json.ts";
import type { Opening } from "../kernel/redaction.ts";
import type { Request } from "../kernel/request.ts";
import type { Snapshot } from "../kernel/rule.ts";
import { type FailureCode, type Finding, failed, failedBy } from "./capsule-finding.ts";
import { CAPSULE_FORM, formProblem, textOf } from "./capsule-form.ts";

export const CAPSULE_SCHEMA = "writ.capsule.v1";

/** An entry of the ledger and the way from it to the root of the checkpoint (RFC 9162 §2.1.3). */
export interface ProvenEntry {
  readonly hash: string;
  readonly proof: readonly string[];
  /** Word for word. */
  readonly text: string;
}

/** A newer checkpoint, and that it continues the one of the capsule (RFC 9162 §2.1.4). */
export interface LaterCheckpoint {
  readonly checkpoint: string;
  readonly proof: readonly string[];
}

/** What a capsule is made of. */
export interface CapsuleParts {
  /** As received; null where the ledger keeps no text of it. */
  readonly call: string | null;
  readonly request: Request;
  readonly request_hash: string;
  /** Null: no policy was in force. */
  readonly snapshot: Snapshot | null;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly entry: ProvenEntry;
  /** Claim and outcomes, in order. */
  readonly execution: readonly ProvenEntry[];
  /** The signed note. */
  readonly checkpoint: string;
  readonly later: LaterCheckpoint | null;
  /** What opens redacted fields of the call, in order of their pointers; the others stay closed. */
  readonly openings: readonly Opening[];
}

export interface Capsule extends CapsuleParts {
  readonly schema: typeof CAPSULE_SCHEMA;
}

export type ReadCapsule =
  | { readonly ok: true; readonly capsule: Capsule }
  | { readonly ok: false; readonly finding: Finding };

/** An entry and a policy of the largest permitted size fit. */
const MAX_LENGTH: number = 128 * 1024 * 1024;

/** Lowered expressions are nested deeper than any document. */
const MAX_DEPTH = 1000;

/** The one text of a capsule: canonical JSON (RFC 8785) and a newline. */
export function makeCapsule(parts: CapsuleParts): string {
  return capsuleText({ ...parts, schema: CAPSULE_SCHEMA });
}

/** The capsule in a text that `makeCapsule` wrote, or what is wrong with it. Nothing in it is believed yet. */
export function readCapsule(source: string | Uint8Array): ReadCapsule {
  if (source.length > MAX_LENGTH) return refuse("capsule.too_large", "");
  try {
    const text = textOf(source);
    const value = readCanonical(text);
    const version = versionOf(value);
    if (version !== null) return refuse("capsule.version", `expected \`${CAPSULE_SCHEMA}\`, got \`${version}\``);
    const problem = formProblem(value, CAPSULE_FORM);
    if (problem !== null) return refuse(problem.code, `\`${problem.pointer}\``);
    const capsule = value as unknown as Capsule;
    return capsuleText(capsule) === text ? { ok: true, capsule } : refuse("capsule.not_canonical", "");
  } catch (error) {
    return { ok: false, finding: failedBy("capsule.malformed", error) };
  }
}

function capsuleText(capsule: Capsule): string {
  return `${canonical(capsule, MAX_DEPTH)}\n`;
}

function refuse(code: FailureCode, detail: string): ReadCapsule {
  return { ok: false, finding: failed(code, detail) };
}

/** The version it names, if it is not ours: what has another one has other members too. */
function versionOf(value: Json): string | null {
  const { schema } = (value ?? {}) as { readonly schema?: unknown };
  return typeof schema !== "string" || schema === CAPSULE_SCHEMA ? null : schema.slice(0, 64);
}
