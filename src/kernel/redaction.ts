/** Fields of a call that a ledger commits to and does not show; docs/spec/redaction.md. */

import { canonical } from "./canonical.ts";
import type { Decision } from "./decision.ts";
import type { Sha256 } from "./hash.ts";

/** What a commitment is opened with. */
export interface Opening {
  /** JSON Pointer into the call (RFC 6901). */
  readonly pointer: string;
  /** 32 bytes in hexadecimal digits. */
  readonly salt: string;
  /** Canonical JSON of what stands there: a text, so that every number survives. */
  readonly value: string;
}

const DOMAIN = "writ/redaction/v1";

/** What stands in the call instead. Four texts in a list have one canonical text only: nothing runs into anything. */
export function commitmentOf({ pointer, salt, value }: Opening, sha256: Sha256): string {
  return `redacted:${sha256(canonical([DOMAIN, pointer, salt, value]))}`;
}

const COMMITMENT = /^redacted:[0-9a-f]{64}$/;

export function isCommitment(value: unknown): boolean {
  return typeof value === "string" && COMMITMENT.test(value);
}

/** What stands at a pointer that is not empty; undefined when it leads nowhere. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const key of segmentsOf(pointer)) {
    // Of a list only its places are members, and each has one name.
    if (typeof value !== "object" || value === null || !Object.keys(value).includes(key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** A copy of the document with something else at a pointer that leads somewhere. */
export function withValueAt(document: unknown, pointer: string, value: unknown): unknown {
  return placed(document, segmentsOf(pointer), value);
}

function placed(document: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const members = document as Readonly<Record<string, unknown>>;
  const made = placed(members[key], rest, value);
  if (Array.isArray(document)) return document.with(Number(key), made);
  // Built of pairs: assigning `__proto__` would not make a property.
  return Object.fromEntries(Object.entries(members).map(([name, old]) => [name, name === key ? made : old]));
}

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What a decision says of a call whose fields are not to be shown: the outcome and the rules, nothing the call says. */
export function withheld(decision: Decision): Decision {
  const { deny_detail, errors } = decision;
  return {
    ...decision,
    deny_detail: deny_detail === null ? null : WITHHELD,
    near_misses: [],
    errors: errors.map((problem) => ({ ...problem, text: WITHHELD })),
  };
}

/** Stands where a sentence would quote the call. */
export const WITHHELD = "withheld: fields of the call are redacted";
