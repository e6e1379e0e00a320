/** Whom a verifier believes: written down outside of every capsule, and extended by none. */

import type { Sha256 } from "../kernel/hash.ts";
import { parseJson } from "../kernel/json.ts";
import { type NoteKey, parseKey, parseWitnessKey } from "../ledger/note-key.ts";

import { type Finding, failed } from "./capsule-code.ts";
import { type Form, formProblem } from "./capsule-form.ts";

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
    const value = parseJson(source);
    const problem = formProblem(value, FORM);
    if (problem !== null) return refuse("trust.malformed", `\`${problem.pointer}\``);
    return keysOf(value as unknown as TrustFile, sha256);
  } catch (error) {
    return refuse("trust.malformed", error instanceof Error ? error.message : null);
  }
}

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
  if (distinct.size <= keys.length) return refuse("trust.key", "one key stands there twice");
  if (quorum > keys.length) return refuse("trust.malformed", "it asks for more witnesses than it names");
  const end = last ?? Number.MAX_SAFE_INTEGER;
  return { ok: true, trust: { key: own, first, last: end, witnesses: keys, quorum } };
}

function refuse(code: "trust.malformed" | "trust.key", about: string | null): ReadTrust {
  return { ok: false, finding: failed(code, about) };
}
