/** What an approver signs: one statement about one ask, which can be read as nothing else; docs/spec/approval.md. */

import { parseDecimal } from "../kernel/amount.ts";
import { fromBase64, toBase64 } from "../kernel/base64.ts";
import { canonical } from "../kernel/canonical.ts";
import { formatInstant, parseInstant } from "../kernel/instant.ts";
import { parseJson } from "../kernel/json.ts";
import type { Statement } from "./quorum.ts";

export const PURPOSE = "writ/approval/v1";

/** Makes a signature with Ed25519 (RFC 8032): 64 bytes. */
export type Sign = (message: Uint8Array) => Uint8Array;

export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** What is signed. Instants are RFC 3339 in UTC with three fraction digits. */
export interface ApprovalStatement {
  readonly approver: {
    /** The public key that signs, 32 bytes in base64. */
    readonly key: string;
    readonly person: string;
  };
  /** `0x` and the hash of the ask's own entry. */
  readonly ask: string;
  /** From then on the statement is worth nothing. */
  readonly expires_at: string;
  readonly issued_at: string;
  /** Name of the ledger. */
  readonly origin: string;
  readonly purpose: typeof PURPOSE;
  readonly reason: string | null;
  readonly says: Statement["says"];
  /** Of an approval; null for anything else. */
  readonly scope: Scope | null;
  readonly tenant: string | null;
}

/** `once` is for the ask alone; the others also serve further requests that ask for the same, within bounds. */
export type Scope =
  | { readonly kind: "once" }
  | (Bounds & { readonly kind: "session"; readonly session: string })
  | (Bounds & { readonly kind: "timeboxed" });

export interface Bounds {
  /** How much it serves in all, as a canonical decimal of a unit; null is without bound. */
  readonly amount: { readonly limit: string; readonly unit: string } | null;
  /** How many requests it serves, the first one included; null is without bound. */
  readonly count: number | null;
}

export interface SignedStatement {
  /** 64 bytes in base64. */
  readonly signature: string;
  readonly statement: ApprovalStatement;
}

const MAX_LENGTH = 16_384;
const MAX_REASON = 4096;
const MAX_COUNT = 1_000_000;

/**
 * The bytes under the signature. They begin with a NUL: the text of no signed note or cosignature does, and no other
 * signature of Writ is made over such bytes.
 */
export function signingInput(statement: ApprovalStatement): Uint8Array {
  return new TextEncoder().encode(`\0${PURPOSE}\n${canonical(statement)}`);
}

/** The signed statement as it is sent: one line of canonical JSON. */
export function signStatement(statement: ApprovalStatement, sign: Sign): string {
  const signed: SignedStatement = { signature: toBase64(sign(signingInput(statement))), statement };
  return canonical(signed);
}

/** The statement in the text, signed by the key that it names; null unless it is exactly what `signStatement` writes. */
export function openStatement(text: string, verify: VerifySignature): SignedStatement | "malformed" | "bad_signature" {
  const signed = readSigned(text);
  if (signed === null) return "malformed";
  const key = fromBase64(signed.statement.approver.key) as Uint8Array;
  const signature = fromBase64(signed.signature) as Uint8Array;
  return verify(key, signingInput(signed.statement), signature) ? signed : "bad_signature";
}

function readSigned(text: string): SignedStatement | null {
  if (text.length > MAX_LENGTH) return null;
  try {
    const value = parseJson(text, { maxDepth: 8 });
    return isSigned(value) && canonical(value) === text ? value : null;
  } catch {
    return null;
  }
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string" && value !== "" && value.length <= MAX_REASON;
const isNull: Test = (value) => value === null;
const either =
  (...tests: readonly Test[]): Test =>
  (value) =>
    tests.some((test) => test(value));
const one =
  (...words: readonly string[]): Test =>
  (value) =>
    words.includes(value as string);
const bytes =
  (length: number): Test =>
  (value) =>
    typeof value === "string" && fromBase64(value)?.length === length;
const isHash: Test = (value) => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value);
const isCount: Test = (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_COUNT;
const isDecimal: Test = (value) => typeof value === "string" && parseDecimal(value) === value;

/** Exactly these members. */
const members =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const names = Object.keys(value);
    if (names.length !== Object.keys(tests).length) return false;
    return names.every((name) => Object.hasOwn(tests, name) && tests[name]?.((value as Record<string, unknown>)[name]));
  };

const isInstant: Test = (value) => {
  const instant = typeof value === "string" ? parseInstant(value) : null;
  return instant !== null && formatInstant(instant) === value;
};

const BOUNDS = {
  amount: either(isNull, members({ limit: isDecimal, unit: isText })),
  count: either(isNull, isCount),
};

const isScope = either(
  members({ kind: one("once") }),
  members({ kind: one("session"), session: isText, ...BOUNDS }),
  members({ kind: one("timeboxed"), ...BOUNDS }),
);

const isStatement = members({
  approver: members({ key: bytes(32), person: isText }),
  ask: isHash,
  expires_at: isInstant,
  issued_at: isInstant,
  origin: isText,
  purpose: one(PURPOSE),
  reason: either(isNull, isText),
  says: one("approve", "refuse", "withdraw"),
  scope: either(isNull, isScope),
  tenant: either(isNull, isText),
});

const hasForm = members({ signature: bytes(64), statement: isStatement });

function isSigned(value: unknown): value is SignedStatement {
  if (!hasForm(value)) return false;
  const { says, scope, issued_at, expires_at } = (value as SignedStatement).statement;
  return (says === "approve") === (scope !== null) && issued_at < expires_at;
}
