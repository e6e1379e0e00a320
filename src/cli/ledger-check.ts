/** What `ledger verify` and `ledger audit` have in common: trust from the command line, and the report. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { sha256 } from "#sha256";
import { verifyEd25519 } from "../engine/key-ed25519.ts";
import { type LedgerReport, verifyLedger } from "../proof/verify.ts";
import type { LedgerFile } from "../store/sqlite.ts";
import { type Args, optionOf, optionsOf } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** Checks chain, tree and signatures of a ledger against what `--key` and `--checkpoint` say. */
export async function verifyFile(ledger: LedgerFile, args: Args, io: Io): Promise<LedgerReport> {
  const notes = await ledger.checkpoints(Number.MAX_SAFE_INTEGER);
  const key = optionOf(args, "key");
  const trust = {
    checkpoints: notes.map(({ note }) => note),
    known: optionsOf(args, "checkpoint").map((file) => textOf(file, args, io)),
    ...(key === undefined ? {} : { publicKey: keyText(key, args, io) }),
  };
  return verifyLedger(ledger.entries(0, ledger.size()), trust, { sha256, verifySignature: verifyEd25519 });
}

/** A public key is given as its text, `NAME+ID+BASE64`, or as a file that holds it. */
function keyText(key: string, args: Args, io: Io): string {
  return (key.split("+").length >= 3 ? key : textOf(key, args, io)).trim();
}

function textOf(file: string, args: Args, { cwd }: Io): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch {
    throw new UsageError(`\`${file}\` cannot be read`, args.command.name);
  }
}
