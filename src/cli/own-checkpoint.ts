/** A checkpoint that was kept elsewhere, held against the ledger it is said to be of. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { sha256 } from "#sha256";
import { type LedgerSource, rootAt } from "../engine/journal-ledger.ts";
import type { StoredCheckpoint } from "../engine/port.ts";
import { readCheckpoint } from "../ledger/checkpoint.ts";
import { type Args, optionOf } from "./command.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** The note with its size, if the ledger is what it commits to; else why not, in words. */
export async function ownCheckpoint(source: LedgerSource, note: string): Promise<StoredCheckpoint | string> {
  const checkpoint = readCheckpoint(note);
  if (checkpoint === null) return "it is no checkpoint";
  const { origin, size, root } = checkpoint;
  const held = source.ledger.tree.size();
  if (origin !== source.ledger.origin) return `it is a checkpoint of another ledger, \`${origin}\``;
  if (size > held) return `it has ${size} entries, and the ledger only ${held}: it was cut off or rolled back`;
  if (size === 0 || (await rootAt(source, size, sha256)) !== root)
    return `the first ${size} entries of the ledger are not those of the checkpoint`;
  return { size, note };
}

/** The note in the file that `--checkpoint` names; null without that option. */
export function notedIn(args: Args, { cwd }: Io): string | null {
  const file = optionOf(args, "checkpoint");
  if (file === undefined) return null;
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch {
    throw new UsageError(`\`${file}\` cannot be read`, args.command.name);
  }
}
