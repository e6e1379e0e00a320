/** What `ledger verify` and `ledger audit` have in common: trust from the command line, and the report. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { sha256 } from "#sha256";
import { readKey } from "../engine/key.ts";
import { verifyEd25519 } from "../engine/key-ed25519.ts";
import { KeyError, keyFile } from "../engine.ts";
import type { Verifier } from "../ledger/checkpoint.ts";
import { formatKey } from "../ledger/note-key.ts";
import { type LedgerReport, type LedgerTrust, verifyLedger } from "../proof/verify.ts";
import type { LedgerFile } from "../store/sqlite.ts";
import { type Args, optionOf, optionsOf } from "./command.ts";
import type { Io } from "./io.ts";
import { statePath } from "./ledger-file.ts";
import { escapeText } from "./text/escape.ts";
import { UsageError } from "./usage-error.ts";

/** The primitives of this machine. */
export const VERIFIER: Verifier = { sha256, verifySignature: verifyEd25519 };

/** Checks chain, tree and signatures of a ledger against what `--key` and `--checkpoint` say. */
export async function verifyFile(ledger: LedgerFile, args: Args, io: Io): Promise<LedgerReport> {
  return verifyTrusting(ledger, await trustOf(ledger, args, io));
}

/** Checks a ledger against a public key, if there is one, and checkpoints kept elsewhere. */
export async function verifyWith(
  ledger: LedgerFile,
  publicKey: string | undefined,
  known: readonly string[],
): Promise<LedgerReport> {
  return verifyTrusting(ledger, await trustIn(ledger, publicKey, known));
}

/** What is believed of a ledger: `--key` and `--checkpoint`, or else this machine's own key. */
export function trustOf(ledger: LedgerFile, args: Args, io: Io): Promise<LedgerTrust> {
  const known = optionsOf(args, "checkpoint").map((file) => textOf(file, args, io));
  return trustIn(ledger, trustedKey(args, io), known);
}

function verifyTrusting(ledger: LedgerFile, trust: LedgerTrust): Promise<LedgerReport> {
  return verifyLedger(ledger.entries(0, ledger.size()), trust, VERIFIER);
}

async function trustIn(
  ledger: LedgerFile,
  publicKey: string | undefined,
  known: readonly string[],
): Promise<LedgerTrust> {
  const notes = await ledger.checkpoints(Number.MAX_SAFE_INTEGER);
  const checkpoints = notes.map(({ note }) => note);
  return { checkpoints, known, ...(publicKey === undefined ? {} : { publicKey }) };
}

/** The key that `--key` gives, as text (`NAME+ID+BASE64`) or as a file that holds it; else this machine's own. */
function trustedKey(args: Args, io: Io): string | undefined {
  const key = optionOf(args, "key");
  if (key !== undefined) return (key.split("+").length >= 3 ? key : textOf(key, args, io)).trim();
  const own = ownKey(keyFile(statePath(args, io), io.cwd));
  const said =
    own === undefined ? "no key to check signatures with; give one with --key" : `trusting this machine's key ${own}`;
  io.err(`${escapeText(said)}\n`);
  return own;
}

/** The public key of a key file; undefined when there is none. */
export function ownKey(file: string): string | undefined {
  try {
    return formatKey(readKey(file, sha256).publicKey);
  } catch (error) {
    if (error instanceof KeyError && error.code === "missing") return undefined;
    throw error;
  }
}

function textOf(file: string, args: Args, { cwd }: Io): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch {
    throw new UsageError(`\`${file}\` cannot be read`, args.command.name);
  }
}
