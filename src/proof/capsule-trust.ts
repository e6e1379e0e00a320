/** Whom a verifier believes: written down outside of every capsule, and extended by none. */

import type { Sha256 } from "../kernel/hash.ts";
import { type NoteKey, parseKey, parseWitnessKey } from "../ledger/note-key.ts";

import { type Finding, failed, failedBy } from "./capsule-finding.ts";
import { type Form, formProblem, textOf } from "./capsule-form.ts";

/** The JSON of a trust file. */
export interface TrustFile {
  /** Name of the ledger. */
  readonly origin: string;
  /** Its public key, `NAME+ID+BASE64`; the name is the origin. */
  readonly key: string;
  /** Smallest and largest tree for which the key is believed; null is without bound. */
  readonly first: number;
  readonly last: number | null;
  /** Those who may have cosigned a checkpoint; the name is that of the key. */
  readonly witnesses: readonly { readonly name: string; readonly key: string }[];
  /** How many of them have to. */
  readonly quorum: number;
}

/** A trust file whose keys were read. */
export interface Trust {
  readonly key: NoteKey;
  readonly first: number;
  readonly last: number;
  readonly witnesses: readonly NoteKey[];
  readonly quorum: number;
}

export type ReadTrust =
  | { readonly ok: true; readonly trust: Trust }
  | { readonly ok: false; readonly finding: Finding };

const FORM: Form = {
  members: {
    origin: "text",
    key: "text",
    first: "size",
    last: { orNull: "size" },
    witnesses: { list: { members: { name: "text", key: "text" } } },
    quorum: "size",
  },
};

/** The trust in a text, or what is wrong with it. There is no other: a capsule names no key that is believed. */
export function readTrust(source: string | Uint8Array, sha256: Sha256): ReadTrust {
  try {
    const value = readTight(source);
    if (value === undefined) return refuse("trust.malformed", "a key stands there twice, or an escape is needless");
    const problem = formProblem(value, FORM);
    if (problem !== null) return refuse("trust.malformed", `\`${problem.pointer}\``);
    return keysOf(value as unknown as TrustFile, sha256);
  } catch (error) {
    return { ok: false, finding: failedBy("trust.malformed", error) };
  }
}

/** The value, if nothing but white space is lost by reading it: that tells duplicate keys without a parser of our own. */
function readTight(source: string | Uint8Array): unknown {
  const text = textOf(source);
  const value: unknown = JSON.parse(text);
  return JSON.stringify(value) === text.replace(SPACE, "$1") ? value : undefined;
}

const SPACE = /("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g;

function keysOf({ origin, key, first, last, witnesses, quorum }: TrustFile, sha256: Sha256): ReadTrust {
  const own = parseKey(key, sha256);
  if (own?.name !== origin) return refuse("trust.key", `\`${origin}\``);
  const keys: NoteKey[] = [];
  for (const witness of witnesses) {
    const read = parseWitnessKey(witness.key, sha256);
    if (read?.name !== witness.name) return refuse("trust.key", `\`${witness.name}\``);
    keys.push(read);
  }
  // Two names for one key would be one witness that counts twice.
  const distinct = new Set([own, ...keys].map(({ publicKey }) => publicKey.join()));
  if (distinct.size <= keys.length) return refuse("trust.key", "a key stands there twice");
  if (quorum > keys.length) return refuse("trust.malformed", "it asks for more witnesses than it names");
  const end = last ?? Number.MAX_SAFE_INTEGER;
  return { ok: true, trust: { key: own, first, last: end, witnesses: keys, quorum } };
}

function refuse(code: "trust.malformed" | "trust.key", detail: string): ReadTrust {
  return { ok: false, finding: failed(code, detail) };
}
