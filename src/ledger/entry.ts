/** An entry of the ledger: one line of canonical JSON that names its predecessor; docs/spec/ledger.md. */

import { canonical } from "../kernel/canonical.ts";
import { readCanonical } from "../kernel/canonical-read.ts";
import type { Sha256 } from "../kernel/hash.ts";
import { parseInstant } from "../kernel/instant.ts";
import { isHash, isSize } from "./node.ts";

/** What an entry records. */
export const ENTRY_KINDS = [
  "genesis",
  "policy",
  "policy_refused",
  "decision",
  "refusal",
  "claim",
  "outcome",
  "release",
  "freeze",
  "statement",
  "clock_jump",
  "clock_confirm",
  "event_refused",
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Where an entry stands: its number from 0, the hash of the entry before it, and the ledger's time (see `isInstant`). */
export interface EntryPlace {
  readonly seq: number;
  readonly prev: string;
  readonly at: string;
}

export interface Entry extends EntryPlace {
  readonly kind: EntryKind;
  readonly body: unknown;
  readonly v: 1;
}

/** `prev` of the first entry. */
export const NO_ENTRY: string = "0".repeat(64);

/** The longest entry, in UTF-16 units; a policy of 10 MiB fits, with its quotes escaped. */
export const MAX_ENTRY_LENGTH: number = 32 * 1024 * 1024;

/** Is it an instant as entries carry it: `2026-11-20T12:00:00.000Z`, so that text order is time order? */
export function isInstant(text: string): boolean {
  return text.length === 24 && text.endsWith("Z") && parseInstant(text) !== null;
}

/** The entry as stored; `body` is already canonical JSON, so that nothing is encoded twice. */
export function entryText(place: EntryPlace, kind: EntryKind, body: string): string {
  return `{"at":"${place.at}","body":${body},"kind":"${kind}","prev":"${place.prev}","seq":${place.seq},"v":1}`;
}

/** The leaf hash of the text, SHA-256(0x00 ‖ UTF-8) (RFC 6962 §2.1); the next entry's `prev`. */
export function entryHash(text: string, sha256: Sha256): string {
  return sha256(`\0${text}`);
}

/** An entry as it is made. */
export interface Made {
  readonly text: string;
  readonly hash: string;
}

/** The entry and its hash. The text is cut out of what is hashed: so its characters are put together once, not thrice. */
export function makeEntry(leaf: Leaf, sha256: Sha256): Made {
  const hashed = `\0${entryText(leaf.place, leaf.kind, leaf.body)}`;
  const text = hashed.slice(1);
  return { text, hash: sha256(hashed) };
}

/** What an entry is made of; `body` is canonical JSON. */
export interface Leaf {
  readonly place: EntryPlace;
  readonly kind: EntryKind;
  readonly body: string;
}

/** The entry in the text, or null unless it is exactly what Writ would have written. */
export function readEntry(text: string): Entry | null {
  if (text.length > MAX_ENTRY_LENGTH) return null;
  try {
    const value = readCanonical(text);
    return isEntry(value) && entryText(value, value.kind, canonical(value.body)) === text ? value : null;
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "body")) return false;
  const { at, kind, prev, seq, v } = value as Record<keyof Entry, unknown>;
  return (
    v === 1 &&
    isSize(seq) &&
    typeof at === "string" &&
    isInstant(at) &&
    isHash(prev) &&
    ENTRY_KINDS.some((known) => known === kind)
  );
}
