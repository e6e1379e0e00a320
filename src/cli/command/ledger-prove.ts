/** `writ ledger prove`: that one entry is in the newest checkpoint. */

import { sha256 } from "#sha256";
import { loadLedger, proveFrom } from "../../engine/journal-ledger.ts";
import { readCheckpoint } from "../../ledger/checkpoint.ts";
import { entryHash } from "../../ledger/entry.ts";
import { planInclusion } from "../../ledger/plan.ts";
import { verifyInclusion } from "../../ledger/proof.ts";
import type { LedgerFile } from "../../store/sqlite.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { seqOf, withLedger } from "../ledger-file.ts";
import { print } from "../print.ts";
import { UsageError } from "../usage-error.ts";

/** What `--json` prints. */
interface Proof {
  readonly seq: number;
  readonly hash: string;
  /** The entry's text, word for word. */
  readonly entry: string;
  /** Audit path (RFC 9162 §2.1.3), from the leaf up. */
  readonly proof: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
}

export const run: Run = (args, io) =>
  withLedger(args, io, async (ledger) => {
    const proof = await proofOf(ledger, seqOf(args, ledger.size()));
    await print({ args, io }, proof, proofText);
    return holds(proof) ? EXIT.ok : EXIT.unverified;
  });

async function proofOf(reader: LedgerFile, seq: number): Promise<Proof> {
  const [newest] = await reader.checkpoints(1);
  if (newest === undefined || newest.size <= seq) {
    throw new UsageError(`no checkpoint covers entry ${seq} yet`, "ledger prove");
  }
  const ledger = await loadLedger(reader, reader.size(), sha256);
  const proof = await proveFrom({ reader, ledger }, planInclusion(seq, newest.size), sha256);
  const entry = await entryAt(reader, seq);
  return { seq, hash: entryHash(entry, sha256), entry, proof, checkpoint: newest.note };
}

async function entryAt(reader: LedgerFile, seq: number): Promise<string> {
  for await (const text of reader.entries(seq, seq + 1)) return text;
  throw new Error(`entry ${seq} is missing`);
}

/** A proof that does not hold is printed too, but never as a success. */
function holds({ seq, hash, proof, checkpoint }: Proof): boolean {
  const head = readCheckpoint(checkpoint);
  return head !== null && verifyInclusion({ leaf: hash, index: seq, head, proof }, sha256);
}

function proofText({ seq, hash, proof, checkpoint }: Proof): string {
  const path = proof.map((each) => `  ${each}\n`).join("");
  return `entry ${seq}\n  ${hash}\npath\n${path}checkpoint\n  ${checkpoint.split("\\n").join("\n  ").trimEnd()}\n`;
}
